package io.watchllm.cli.send;

import org.jspecify.annotations.Nullable;

/**
 * What became of an input.
 *
 * @param sent events that Kafka acknowledged
 * @param bad pieces of input that are no events; they are in the dead letters
 * @param failed events that Kafka did not acknowledge
 * @param firstFailure why the first of those failed, if any did
 */
public record SendReport(
        long sent, long bad, long failed, @Nullable String firstFailure) {
    /** Everything that was read, whatever became of it. */
    public long read() {
        return sent + bad + failed;
    }
}

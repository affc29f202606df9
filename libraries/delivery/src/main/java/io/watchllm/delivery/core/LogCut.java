package io.watchllm.delivery.core;

import org.jspecify.annotations.Nullable;

/**
 * A truncated log: some records that were read are gone, because a leader was elected that did not have them.
 *
 * @param read first offset that was not read before
 * @param back first offset at which the log differs now; null when Kafka does not say
 */
public record LogCut(String topicId, long read, @Nullable Long back) {

    @Override
    public String toString() {
        return back == null
                ? "the log was cut before offset " + read
                : "the log was cut back to offset " + back + ": at most " + (read - back)
                        + " records that were read, up to offset " + read + ", are no longer in it";
    }
}

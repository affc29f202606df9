package io.watchllm.sink.observe;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Status of one assigned partition.
 *
 * @param partition its number
 * @param pipeline its state as the loop sees it
 * @param lag what has not landed yet
 * @param since when the state began
 * @param lastError the last error, also after it is resolved; null when there was none
 */
public record PartitionStatus(
        int partition,
        PipelineState pipeline,
        Lag lag,
        Instant since,
        @Nullable LastError lastError) {
    /**
     * Records that have not landed yet.
     *
     * @param records number of records, including transaction markers
     * @param time how long the oldest record that was read has been in its topic; zero when all that was read has
     *     landed
     */
    public record Lag(long records, Duration time) {}

    /** An error, and when it was first seen. */
    public record LastError(String message, Instant time) {}
}

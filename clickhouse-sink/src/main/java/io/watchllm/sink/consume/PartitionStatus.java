package io.watchllm.sink.consume;

import io.watchllm.sink.core.Intent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Status of one assigned partition.
 *
 * @param partition its number
 * @param state one word: {@code idle} nothing is open; {@code opening} an intent is being committed; {@code waiting} a
 *     batch waits for its next attempt; {@code sending} an insert is under way; {@code blocked} no records are taken
 *     until something outside changes; {@code halted} the same, and an operator is needed
 * @param position offset of the next record to take; negative while Kafka has not said where to begin
 * @param committed last committed offset, below which everything has landed; negative when there is none
 * @param lag what has not landed yet
 * @param open range that is committed as open; null when none is
 * @param attempts attempts of the current batch
 * @param since when the state began
 * @param lastError the last error, also after it is resolved; null when there was none
 */
public record PartitionStatus(
        int partition,
        String state,
        long position,
        long committed,
        Lag lag,
        @Nullable Intent open,
        int attempts,
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

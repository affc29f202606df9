package io.watchllm.sink.consume;

import io.watchllm.sink.core.Intent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one assigned partition fares.
 *
 * @param partition its number
 * @param state one word: {@code idle} nothing is open; {@code opening} an intent is being committed; {@code waiting} a
 *     batch waits for its next attempt; {@code sending} an insert is under way; {@code blocked} nothing is taken until
 *     something outside has changed; {@code halted} the same, and a person is needed
 * @param position offset of the next record to take; negative while Kafka has not said where to begin
 * @param committed offset below which everything has landed, as it was committed last; negative when none was
 * @param lag what has not landed yet
 * @param open range that is committed as open; null when none is
 * @param attempts attempts at the batch at hand
 * @param since when the state began
 * @param lastError what went wrong last, also when it is over; null when nothing has
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
     * What has not landed yet.
     *
     * @param records records, transaction markers among them
     * @param time how long the oldest record in hand has been in its topic; zero when none is in hand
     */
    public record Lag(long records, Duration time) {}

    /** What went wrong, and when it was first seen. */
    public record LastError(String message, Instant time) {}
}

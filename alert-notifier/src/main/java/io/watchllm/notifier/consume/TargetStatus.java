package io.watchllm.notifier.consume;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Status of a target as last reported by its loop. Thread-safe. */
public final class TargetStatus {
    private volatile Now now = new Now(Reading.STARTING, 0, 0, 0, "", null, null);

    /** State of the loop's reading. */
    public enum Reading {
        /** Kafka has not answered yet. */
        STARTING,
        /** This process or another one reads the topic. */
        READING,
        /** Kafka or the Schema Registry is unavailable; the loop retries by itself. */
        HELD_UP,
        /** The loop has ended. */
        ENDED
    }

    /**
     * Snapshot of the status.
     *
     * @param reading state of its reading
     * @param pending alerts in memory
     * @param failures consecutive failed attempts
     * @param lag records of the topic not read yet
     * @param error the last error; empty for none
     * @param errorTime time of that error
     * @param delivered when the target last accepted a message
     */
    public record Now(
            Reading reading,
            int pending,
            int failures,
            long lag,
            String error,
            @Nullable Instant errorTime,
            @Nullable Instant delivered) {}

    /** The current status. */
    public Now now() {
        return now;
    }

    void queue(int pending, int failures) {
        now = new Now(now.reading, pending, failures, now.lag, now.error, now.errorTime, now.delivered);
    }

    void reading(long lag) {
        now = new Now(Reading.READING, now.pending, now.failures, lag, now.error, now.errorTime, now.delivered);
    }

    void heldUp(String error, Instant time) {
        now = new Now(Reading.HELD_UP, now.pending, now.failures, now.lag, error, time, now.delivered);
    }

    void failed(String error, Instant time) {
        now = new Now(now.reading, now.pending, now.failures, now.lag, error, time, now.delivered);
    }

    void delivered(Instant time) {
        now = new Now(now.reading, now.pending, now.failures, now.lag, now.error, now.errorTime, time);
    }

    void ended() {
        now = new Now(Reading.ENDED, now.pending, now.failures, now.lag, now.error, now.errorTime, now.delivered);
    }
}

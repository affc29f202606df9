package io.watchllm.notifier.consume;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a target fares, as its loop last said; read by any thread. */
public final class TargetStatus {
    private volatile Now now = new Now(Reading.STARTING, 0, 0, 0, "", null, null);

    /** What the loop does with the topic. */
    public enum Reading {
        /** It has not heard of Kafka yet. */
        STARTING,
        /** It reads, or another process does. */
        READING,
        /** Kafka or the Schema Registry is away; it looks again by itself. */
        HELD_UP,
        /** It has ended. */
        ENDED
    }

    /**
     * At this moment.
     *
     * @param reading what it does with the topic
     * @param pending alerts in memory
     * @param failures attempts that failed in a row
     * @param lag records of the topic not read yet
     * @param error what went wrong last; empty for nothing
     * @param errorTime when that was
     * @param delivered when the target took a message last
     */
    public record Now(
            Reading reading,
            int pending,
            int failures,
            long lag,
            String error,
            @Nullable Instant errorTime,
            @Nullable Instant delivered) {}

    /** What is known now. */
    public Now now() {
        return now;
    }

    void lane(int pending, int failures) {
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

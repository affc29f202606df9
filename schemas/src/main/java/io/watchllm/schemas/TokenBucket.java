package io.watchllm.schemas;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Rate limiter with a burst: tokens are refilled steadily up to a capacity, and each use takes one. Thread-safe. */
final class TokenBucket {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long capacityNanos;
    private final long tokenNanos;
    private final InstantSource clock;
    /** Its contents, as the time it takes to refill them. */
    private long leftNanos;

    private Instant refilled;

    /**
     * A full bucket.
     *
     * @param perSecond tokens refilled per second, 1 or more
     * @param capacity maximum number of tokens, 1 or more
     */
    TokenBucket(int perSecond, int capacity, InstantSource clock) {
        tokenNanos = NANOS_PER_SECOND / perSecond;
        capacityNanos = tokenNanos * capacity;
        leftNanos = capacityNanos;
        this.clock = clock;
        refilled = clock.instant();
    }

    /** Takes a token; returns zero on success, else the time until one is available. */
    synchronized Duration take() {
        var now = clock.instant();
        // A clock set back refills nothing; one set ahead at most fills the bucket.
        var passed = Duration.between(refilled, now);
        refilled = now;
        if (passed.compareTo(Duration.ofNanos(capacityNanos)) > 0) {
            leftNanos = capacityNanos;
        } else if (!passed.isNegative()) {
            leftNanos = Math.min(capacityNanos, leftNanos + passed.toNanos());
        }
        if (leftNanos < tokenNanos) {
            return Duration.ofNanos(tokenNanos - leftNanos);
        }
        leftNanos -= tokenNanos;
        return Duration.ZERO;
    }

    /** Returns an unused token. */
    synchronized void giveBack() {
        leftNanos = Math.min(capacityNanos, leftNanos + tokenNanos);
    }
}

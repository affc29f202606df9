package io.watchllm.schemas;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A rate with a burst: tokens are refilled steadily up to a capacity, and each use takes one. Thread-safe. */
final class TokenBucket {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long capacityNanos;
    private final long tokenNanos;
    private final InstantSource clock;
    /** What is in it, as the time that it takes to refill it. */
    private long leftNanos;

    private Instant refilled;

    /**
     * A full bucket.
     *
     * @param perSecond tokens that are refilled in a second, 1 or more
     * @param capacity most tokens that it holds, 1 or more
     */
    TokenBucket(int perSecond, int capacity, InstantSource clock) {
        tokenNanos = NANOS_PER_SECOND / perSecond;
        capacityNanos = tokenNanos * capacity;
        leftNanos = capacityNanos;
        this.clock = clock;
        refilled = clock.instant();
    }

    /** Takes a token; zero when there was one, else the time after which there will be. */
    synchronized Duration take() {
        var now = clock.instant();
        // A clock that is set back refills nothing; one that is set ahead fills it at most.
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

    /** Puts a token back that was not used. */
    synchronized void giveBack() {
        leftNanos = Math.min(capacityNanos, leftNanos + tokenNanos);
    }
}

package io.watchllm.producer;

import java.time.Duration;

/** What {@link EventPublisher#publish} does while the limit of unacknowledged bytes is reached. */
public sealed interface WhenFull {

    /**
     * The caller waits until there is room; after the limit, the publish fails.
     *
     * @param limit longest wait of one call
     */
    record Wait(Duration limit) implements WhenFull {
        public Wait {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException(
                        "waitUpTo is " + limit + "; expected a time above zero, or WhenFull.failFast()");
            }
        }
    }

    /** The publish fails at once, for applications that would rather lose an event than a millisecond. */
    record FailFast() implements WhenFull {}

    /** The caller waits up to this time for room, then the publish fails with {@link PublishException.Full}. */
    static WhenFull waitUpTo(Duration limit) {
        return new Wait(limit);
    }

    /** The publish fails at once with {@link PublishException.Full}. */
    static WhenFull failFast() {
        return new FailFast();
    }
}

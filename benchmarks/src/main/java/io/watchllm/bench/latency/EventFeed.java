package io.watchllm.bench.latency;

import io.watchllm.bench.rows.CallEvents;
import io.watchllm.producer.EventPublisher;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events on an even grid of moments. Each latency counts from the event's moment on the grid, so that a feed
 * which falls behind makes the figures worse, not better.
 */
final class EventFeed {
    private static final double NANOS = 1e9;

    private final EventPublisher publisher;
    private final LatencyPlan plan;
    private final Clock clock;
    private final CallEvents events = CallEvents.usual();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final long startNanos = System.nanoTime();

    EventFeed(EventPublisher publisher, LatencyPlan plan, Clock clock) {
        this.publisher = publisher;
        this.plan = plan;
        this.clock = clock;
    }

    /** The moment of the event with this number, on {@link System#nanoTime()}'s scale. */
    long momentNanos(long number) {
        return startNanos + (long) (number * NANOS / plan.rate());
    }

    /**
     * Publishes all events, then waits until Kafka has them.
     *
     * @throws IllegalStateException when one fails
     */
    void run() {
        for (var number = 0; number < plan.events(); number++) {
            LockSupport.parkNanos(momentNanos(number) - System.nanoTime());
            var _ = publisher.publish(events.event(number, clock.instant())).whenComplete((receipt, problem) -> {
                if (problem != null) {
                    failure.compareAndSet(null, problem);
                }
            });
        }
        publisher.close();
        var first = failure.get();
        if (first != null) {
            throw new IllegalStateException("an event was not published", first);
        }
    }
}

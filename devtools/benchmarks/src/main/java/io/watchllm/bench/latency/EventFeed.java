package io.watchllm.bench.latency;

import io.watchllm.events.Event;
import io.watchllm.producer.EventPublisher;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events on an even grid of moments. Each latency counts from the event's moment on the grid, so that a feed
 * which falls behind makes the figures worse, not better.
 */
public final class EventFeed {
    private static final double NANOS = 1e9;

    private final EventPublisher publisher;
    private final LatencyPlan plan;
    private final Source events;
    private final Clock clock;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final long startNanos = System.nanoTime();

    /** Where events come from. */
    @FunctionalInterface
    public interface Source {
        /** The event of this number, which happened at that time. */
        Event event(long number, Instant time);
    }

    /**
     * A feed whose first moment is now.
     *
     * @param publisher is closed at the end
     */
    public EventFeed(EventPublisher publisher, LatencyPlan plan, Source events, Clock clock) {
        this.publisher = publisher;
        this.plan = plan;
        this.events = events;
        this.clock = clock;
    }

    /** The moment of the event with this number, on {@link System#nanoTime()}'s scale. */
    public long momentNanos(long number) {
        return startNanos + (long) (number * NANOS / plan.rate());
    }

    /**
     * Publishes all events, then waits until Kafka has them.
     *
     * @throws IllegalStateException when one fails
     */
    public void run() {
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

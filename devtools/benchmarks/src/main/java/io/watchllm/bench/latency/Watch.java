package io.watchllm.bench.latency;

import io.watchllm.runtime.PipelineService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks again and again which rows are visible. Used by one thread.
 *
 * @param visible where to look
 * @param sightings where to take down what was seen
 * @param published done when all events are published, or one could not be
 * @param services what the events go through
 */
record Watch(
        VisibleRows visible,
        FirstSeenTimes sightings,
        CompletableFuture<Void> published,
        List<PipelineService> services) {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration STALL_MAX = Duration.ofMinutes(1);

    /**
     * Looks until that many rows were seen.
     *
     * @throws IllegalStateException when none comes for a minute
     */
    void await(long rows) {
        var deadline = System.nanoTime() + STALL_MAX.toNanos();
        while (sightings.count() < rows) {
            LockSupport.parkNanos(POLL.toNanos());
            if (published.isCompletedExceptionally()) {
                published.join();
            }
            var count = visible.count(sightings.count());
            if (sightings.see(count, System.nanoTime()) > 0) {
                deadline = System.nanoTime() + STALL_MAX.toNanos();
            } else if (System.nanoTime() > deadline) {
                var states = services.stream()
                        .map(service -> service.health().ready().detail())
                        .toList();
                throw new IllegalStateException(sightings.count() + " rows could be read, and no more came for "
                        + STALL_MAX.toSeconds() + " s; processor and sink say " + states);
            }
        }
    }
}

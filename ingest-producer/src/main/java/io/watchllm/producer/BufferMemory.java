package io.watchllm.producer;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limit of unacknowledged bytes. Thread-safe. Waiting callers are served in order of arrival, even if a later one would
 * fit: otherwise a large event would wait forever among small ones.
 */
final class BufferMemory {
    /** Half of what a semaphore can hold: closing releases as much again, which wakes everybody who waits. */
    private static final int PERMITS_MAX = Integer.MAX_VALUE / 2;

    private final int permitsMax;
    private final long bytesPerPermit;
    private final Semaphore permits;
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean closed;

    BufferMemory(long limit) {
        bytesPerPermit = 1 + (limit - 1) / PERMITS_MAX;
        permitsMax = (int) (limit / bytesPerPermit);
        permits = new Semaphore(permitsMax, true);
    }

    /** Result of an attempt to reserve bytes. */
    enum Answer {
        TAKEN,
        FULL,
        CLOSED
    }

    /**
     * Reserves bytes, waiting as {@code whenFull} says. A request larger than the whole limit is granted once
     * everything else has been released, so that it can't wait forever.
     *
     * @throws InterruptedException when the caller is interrupted while it waits; it then holds nothing
     */
    Answer take(long bytes, WhenFull whenFull) throws InterruptedException {
        var needed = permits(bytes);
        long nanos = whenFull instanceof WhenFull.Wait wait ? wait.limit().toNanos() : 0;
        // Without waiting first: an interrupted caller must not fail while there is memory.
        boolean granted = (!permits.hasQueuedThreads() && permits.tryAcquire(needed))
                || (nanos > 0 && permits.tryAcquire(needed, nanos, TimeUnit.NANOSECONDS));
        if (closed) {
            permits.release(granted ? needed : 0);
            return Answer.CLOSED;
        }
        if (granted) {
            taken.addAndGet(bytes);
        }
        return granted ? Answer.TAKEN : Answer.FULL;
    }

    void release(long bytes) {
        taken.addAndGet(-bytes);
        permits.release(permits(bytes));
    }

    /** Stops granting requests. */
    void close() {
        closed = true;
        permits.release(PERMITS_MAX);
    }

    long taken() {
        return taken.get();
    }

    private int permits(long bytes) {
        return (int) Math.min(permitsMax, 1 + (bytes - 1) / bytesPerPermit);
    }
}

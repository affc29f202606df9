package io.watchllm.producer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limit of unacknowledged bytes. Thread-safe. Waiting callers are served in order of arrival, even if a later one would
 * fit: otherwise a large event would wait forever among small ones.
 */
final class Room {

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Waiting callers, first come first; the objects only identify them. */
    private final Deque<Object> waiting = new ArrayDeque<>();

    private long taken;
    private int holders;
    private boolean closed;

    Room(long limit) {
        this.limit = limit;
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
        long nanos = whenFull instanceof WhenFull.Wait wait ? wait.limit().toNanos() : 0;
        lock.lock();
        try {
            if (!closed && !(waiting.isEmpty() && fits(bytes)) && !awaitTurn(bytes, nanos)) {
                return Answer.FULL;
            }
            if (closed) {
                return Answer.CLOSED;
            }
            taken += bytes;
            holders++;
            return Answer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** True when it became the caller's turn, or the limit was closed, within that time. */
    private boolean awaitTurn(long bytes, long nanos) throws InterruptedException {
        var self = new Object();
        waiting.addLast(self);
        try {
            long left = nanos;
            while (!closed && !(self.equals(waiting.peekFirst()) && fits(bytes))) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            waiting.remove(self);
            // The next one may fit now.
            changed.signalAll();
        }
    }

    void release(long bytes) {
        lock.lock();
        try {
            taken -= bytes;
            holders--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops granting requests. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(long bytes) {
        return holders == 0 || bytes <= limit - taken;
    }
}

package io.watchllm.producer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes that may be unacknowledged at once. Thread-safe. Callers that wait are served in the order they came, and a
 * later one that would fit passes none of them: otherwise a large event would wait for ever among small ones.
 */
final class Room {

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Those who wait, first come first; the objects only tell them apart. */
    private final Deque<Object> waiting = new ArrayDeque<>();

    private long taken;
    private int holders;
    private boolean closed;

    Room(long limit) {
        this.limit = limit;
    }

    /** How an attempt to take room ended. */
    enum Answer {
        TAKEN,
        FULL,
        CLOSED
    }

    /**
     * Takes room, waiting where {@code whenFull} says so. What is larger than the whole room is let in once all else
     * has left, so that it can't wait for ever.
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

    /** Whether it is the caller's turn, or the room was closed, within that time. */
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

    /** Lets nobody in from now on. */
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

package io.watchllm.producer;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The bytes that may be unacknowledged at once. Thread-safe; those who wait are served in the order they came. */
final class Room {

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
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
     * @throws InterruptedException when the caller is interrupted while it waits
     */
    Answer take(long bytes, WhenFull whenFull) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = whenFull instanceof WhenFull.Wait wait ? wait.limit().toNanos() : 0;
            while (!closed && !fits(bytes)) {
                if (left <= 0) {
                    return Answer.FULL;
                }
                left = freed.awaitNanos(left);
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

    void release(long bytes) {
        lock.lock();
        try {
            taken -= bytes;
            holders--;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all room is released, but not longer than the limit.
     *
     * @return how many still hold room
     */
    int awaitEmpty(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (holders > 0 && left > 0) {
                left = freed.awaitNanos(left);
            }
            return holders;
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

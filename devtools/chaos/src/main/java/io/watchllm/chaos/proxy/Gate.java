package io.watchllm.chaos.proxy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds one request at a point until it is released. */
public final class Gate {
    private static final Duration HELD_MAX = Duration.ofMinutes(30);

    private final CountDownLatch sprung = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Duration most;

    private Gate(Duration most) {
        this.most = most;
    }

    /** Holds until {@link #release}. */
    public static Gate held() {
        return new Gate(HELD_MAX);
    }

    /** Holds for so long, or until {@link #release}. */
    public static Gate pause(Duration most) {
        return new Gate(most);
    }

    /** The request is at the point; returns when it may go on. */
    void spring() throws InterruptedException {
        sprung.countDown();
        var _ = released.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until a request is at the point; false when none came in time. */
    public boolean awaitSprung(Duration limit) throws InterruptedException {
        return sprung.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether a request has come to the point. */
    public boolean hasSprung() {
        return sprung.getCount() == 0;
    }

    /** Lets it go on. */
    public void release() {
        released.countDown();
    }
}

package io.watchllm.processor.core;

import java.time.Duration;

/**
 * Poll timeout of a stream thread. Kafka Streams polls with 100 ms because a commit may become due, and each turn of
 * its loop costs a few thread switches. Once no record has come for longer than any commit interval, no commit is
 * pending and a longer poll delays nothing: an arriving record ends it. Not thread-safe.
 */
public final class PollWait {
    /** Twice the longest commit interval that can be set. */
    static final Duration REST_AFTER = Duration.ofSeconds(10);

    /** Bounds the delay until a close or a state change of the thread is noticed. */
    static final Duration REST_WAIT = Duration.ofMillis(500);

    private long recordsMillis;

    /** @param nowMillis when the consumer was created */
    public PollWait(long nowMillis) {
        recordsMillis = nowMillis;
    }

    /** The timeout to use when {@code asked} is requested; 0 stays 0. */
    public Duration of(Duration asked, long nowMillis) {
        var resting = nowMillis - recordsMillis >= REST_AFTER.toMillis();
        return resting && asked.isPositive() && asked.compareTo(REST_WAIT) < 0 ? REST_WAIT : asked;
    }

    /** Reports that records arrived. */
    public void records(long nowMillis) {
        recordsMillis = nowMillis;
    }
}

package io.watchllm.processor.core;

import java.time.Duration;

/**
 * How long a stream thread waits for records. Kafka Streams asks for 100 ms, since a commit may become due meanwhile,
 * and each turn of its loop costs a few thread switches. Once nothing has come for longer than any commit interval,
 * nothing waits for a commit, and a longer wait holds up nothing: a record that comes ends it. Not thread-safe.
 */
public final class PollWait {
    /** Twice the longest commit interval that can be set. */
    static final Duration REST_AFTER = Duration.ofSeconds(10);

    /** Bounds how much later a close, or a change of the thread's state, is noticed. */
    static final Duration REST_WAIT = Duration.ofMillis(500);

    private long recordsMillis;

    /** @param nowMillis when the consumer was made */
    public PollWait(long nowMillis) {
        recordsMillis = nowMillis;
    }

    /** How long to wait, when so long is asked for; a poll that is not to wait does not. */
    public Duration of(Duration asked, long nowMillis) {
        var resting = nowMillis - recordsMillis >= REST_AFTER.toMillis();
        return resting && asked.isPositive() && asked.compareTo(REST_WAIT) < 0 ? REST_WAIT : asked;
    }

    /** Records came. */
    public void records(long nowMillis) {
        recordsMillis = nowMillis;
    }
}

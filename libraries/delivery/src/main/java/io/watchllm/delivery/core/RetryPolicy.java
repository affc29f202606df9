package io.watchllm.delivery.core;

/**
 * Waits between attempts to send the same batch. There is no last attempt: giving up would lose rows.
 *
 * @param firstMillis wait after the first attempt; it doubles with each further one
 * @param mostMillis longest wait
 */
public record RetryPolicy(long firstMillis, long mostMillis) {
    private static final int DOUBLINGS_MAX = 30;

    /** Wait after this attempt, counted from 1. */
    public long delayMillis(int attempt) {
        return Math.min(mostMillis, firstMillis << Math.min(attempt - 1, DOUBLINGS_MAX));
    }
}

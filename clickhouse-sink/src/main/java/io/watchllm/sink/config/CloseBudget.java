package io.watchllm.sink.config;

import java.time.Duration;

/**
 * Time budget of a shutdown, divided among its steps so that their sum stays within the bound.
 *
 * @param drain for inserting what was read
 * @param lastCommit for the commit after that
 * @param leave for leaving the consumer group
 * @param clients for closing the clients that all tables share
 */
public record CloseBudget(Duration drain, Duration lastCommit, Duration leave, Duration clients) {
    private static final Duration STEP_MAX = Duration.ofSeconds(3);
    private static final int STEPS = 8;

    static CloseBudget of(Duration total) {
        var eighth = total.dividedBy(STEPS);
        var step = eighth.compareTo(STEP_MAX) < 0 ? eighth : STEP_MAX;
        return new CloseBudget(total.minus(step.multipliedBy(3)), step, step, step);
    }
}

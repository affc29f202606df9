package io.watchllm.sink.config;

import java.time.Duration;

/**
 * How the time for stopping is shared out, so that all of it together stays within the bound.
 *
 * @param drain for bringing what was read to ClickHouse
 * @param lastCommit for the commit after that
 * @param leave for leaving the consumer group
 * @param clients for closing what all tables share
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

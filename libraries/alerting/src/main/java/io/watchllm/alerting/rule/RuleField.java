package io.watchllm.alerting.rule;

import io.watchllm.control.AlertRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fields that only some kinds of rules have, with their bounds. */
public enum RuleField {
    WINDOW(AlertRule::getWindowMs, 1_000, Duration.ofDays(7).toMillis()),
    WARN(AlertRule::getWarn),
    CRITICAL(AlertRule::getCritical),
    LIMIT(AlertRule::getCritical),
    MIN_COUNT(AlertRule::getMinCount, 1, 1_000_000),
    FOR_N(rule -> rule.getForN() == 1 ? null : rule.getForN(), 1, 1_000),
    RECOVER_RATIO(rule -> rule.getRecoverRatio() == Unsaid.RECOVER ? null : BigDecimal.valueOf(rule.getRecoverRatio())),
    RENOTIFY(AlertRule::getRenotifyMs, 1_000, Duration.ofDays(30).toMillis()),
    FACTOR(AlertRule::getFactor),
    CRITICAL_FACTOR(AlertRule::getCriticalFactor),
    FLOOR(AlertRule::getFloor),
    BUDGET_PERCENTS(rule -> rule.getBudgetPercents().equals(Unsaid.PERCENTS) ? null : rule.getBudgetPercents()),
    TIME_ZONE(AlertRule::getTimeZone),
    REPEAT_CALLS(AlertRule::getRepeatCalls, 0, 50),
    REPEAT_CYCLES(AlertRule::getRepeatCycles, 0, 25),
    RETRY_FAILURES(AlertRule::getRetryFailures, 0, 50),
    MAX_STEPS(AlertRule::getMaxSteps, 0, 1_000_000),
    MAX_CALLS(AlertRule::getMaxCalls, 0, 1_000_000),
    MAX_RUN(AlertRule::getMaxRunMs, 0, Duration.ofDays(30).toMillis()),
    STALE_STEPS(AlertRule::getStaleSteps, 0, 1_000);

    /** The values of a record in which these fields are not set. */
    private static final class Unsaid {
        static final double RECOVER = 0.9;
        static final List<Integer> PERCENTS = List.of(50, 80, 100);
    }

    // Getters have no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<AlertRule, @Nullable Object> reader;

    private final long min;
    private final long max;

    RuleField(Function<AlertRule, @Nullable Object> reader) {
        this(reader, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    RuleField(Function<AlertRule, @Nullable Object> reader, long min, long max) {
        this.reader = reader;
        this.min = min;
        this.max = max;
    }

    /** The name in rule files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Smallest allowed whole number; milliseconds for a duration. */
    public long min() {
        return min;
    }

    /** Largest allowed whole number; milliseconds for a duration. */
    public long max() {
        return max;
    }

    /** Whether it has bounds of its own. */
    boolean bounded() {
        return min != Long.MIN_VALUE;
    }

    /** The record's value; null when it is not set. */
    @Nullable
    Object of(AlertRule rule) {
        return reader.apply(rule);
    }
}

package io.watchllm.alerting.rule;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Converts checked records to rules and back. Applies the defaults of fields that are not set. */
final class RuleRecords {

    private static final int COUNT_OF_SUM = 1;
    private static final int COUNT = 20;
    private static final int COUNT_OF_P99 = 100;
    private static final long RUN_MS = Duration.ofDays(1).toMillis();
    private static final long LOOP_MS = Duration.ofHours(1).toMillis();
    private static final int REPEAT_CALLS = 3;
    private static final int REPEAT_CYCLES = 3;
    private static final int RETRY_FAILURES = 5;
    private static final long LOOP_FACTOR = 2 * FixedPoint.ONE;

    private RuleRecords() {}

    static Rule rule(AlertRule record) {
        return new Rule(
                record.getRuleId(),
                record.getVersion(),
                record.getEnabled(),
                new Target(record.getProjectId(), record.getScope(), Filter.of(record.getFilter())),
                measure(record),
                new Policy(
                        record.getForN(),
                        record.getRecoverRatio(),
                        orZero(record.getCooldownMs()),
                        orZero(record.getRenotifyMs()),
                        record.getCapPerHour() == null ? 0 : record.getCapPerHour(),
                        record.getMaxEventAgeMs()));
    }

    private static Measure measure(AlertRule record) {
        var kind = record.getKind();
        long windowMs = orZero(record.getWindowMs());
        return switch (kind) {
            case single_event_cost, single_event_latency -> new Measure.Single(kind, levels(record));
            case cost_sum, token_limit, ttft_p95, latency_p50, latency_p95, latency_p99, tool_latency_p95 ->
                new Measure.Window(kind, levels(record), windowMs, minCount(record));
            case error_rate, timeout_rate -> new Measure.Window(kind, levels(record), windowMs, minCount(record));
            case cost_spike, latency_spike ->
                new Measure.Spike(
                        kind,
                        Levels.of(record.getFactor(), record.getCriticalFactor()),
                        fixed(record.getFloor(), 0),
                        windowMs,
                        minCount(record));
            case run_budget, daily_budget ->
                new Measure.Budget(
                        kind,
                        fixed(record.getCritical(), 0),
                        record.getBudgetPercents(),
                        zone(record),
                        record.getWindowMs() == null ? RUN_MS : windowMs);
            case unpriced_model -> new Measure.Unpriced(zone(record));
            case no_data -> new Measure.Silence(levels(record));
            case agent_loop -> loop(record);
            case unknown -> throw new IllegalArgumentException("a rule of an unknown kind was not refused");
        };
    }

    private static Measure loop(AlertRule record) {
        return new Measure.Loop(
                new Measure.Repeats(
                        or(record.getRepeatCalls(), REPEAT_CALLS),
                        or(record.getRepeatCycles(), REPEAT_CYCLES),
                        or(record.getRetryFailures(), RETRY_FAILURES),
                        or(record.getStaleSteps(), 0)),
                new Measure.Bounds(
                        or(record.getMaxSteps(), 0), or(record.getMaxCalls(), 0), orZero(record.getMaxRunMs())),
                fixed(record.getCriticalFactor(), LOOP_FACTOR),
                record.getWindowMs() == null ? LOOP_MS : record.getWindowMs());
    }

    private static int minCount(AlertRule record) {
        int byKind = switch (record.getKind()) {
            case cost_sum, token_limit -> COUNT_OF_SUM;
            case latency_p99 -> COUNT_OF_P99;
            default -> COUNT;
        };
        return or(record.getMinCount(), byKind);
    }

    static AlertRule record(Rule rule) {
        var policy = rule.policy();
        var builder = AlertRule.newBuilder()
                .setRuleId(rule.id())
                .setVersion(rule.version())
                .setProjectId(rule.target().project())
                .setEnabled(rule.enabled())
                .setKind(rule.kind())
                .setScope(rule.target().scope())
                .setFilter(rule.target().filter().record())
                .setForN(policy.forN())
                .setRecoverRatio(policy.recoverRatio())
                .setCooldownMs(policy.cooldownMs() == 0 ? null : policy.cooldownMs())
                .setRenotifyMs(policy.renotifyMs() == 0 ? null : policy.renotifyMs())
                .setCapPerHour(policy.capPerHour() == 0 ? null : policy.capPerHour())
                .setMaxEventAgeMs(policy.maxEventAgeMs());
        fill(builder, rule.measure());
        return builder.build();
    }

    private static void fill(AlertRule.Builder record, Measure measure) {
        switch (measure) {
            case Measure.Single single -> fill(record, single.levels());
            case Measure.Window window -> {
                fill(record, window.levels());
                record.setWindowMs(window.windowMs()).setMinCount(window.minCount());
            }
            case Measure.Spike spike ->
                record.setFactor(decimal(spike.factors().warn()))
                        .setCriticalFactor(decimal(spike.factors().critical()))
                        .setFloor(decimal(spike.floor()))
                        .setWindowMs(spike.windowMs())
                        .setMinCount(spike.minCount());
            case Measure.Budget budget -> {
                record.setCritical(decimal(budget.limit())).setBudgetPercents(budget.percents());
                if (budget.kind() == RuleKind.run_budget) {
                    record.setWindowMs(budget.windowMs());
                } else {
                    record.setTimeZone(budget.zone().getId());
                }
            }
            case Measure.Unpriced unpriced -> record.setTimeZone(unpriced.zone().getId());
            case Measure.Silence silence -> fill(record, silence.levels());
            case Measure.Loop loop -> fill(record, loop);
        }
    }

    private static void fill(AlertRule.Builder record, Levels levels) {
        record.setWarn(decimal(levels.warn())).setCritical(decimal(levels.critical()));
    }

    private static void fill(AlertRule.Builder record, Measure.Loop loop) {
        record.setRepeatCalls(loop.repeats().calls())
                .setRepeatCycles(loop.repeats().cycles())
                .setRetryFailures(loop.repeats().failures())
                .setStaleSteps(loop.repeats().staleSteps())
                .setMaxSteps(loop.bounds().steps())
                .setMaxCalls(loop.bounds().calls())
                .setMaxRunMs(loop.bounds().runMs())
                .setCriticalFactor(decimal(loop.criticalFactor()))
                .setWindowMs(loop.windowMs());
    }

    private static Levels levels(AlertRule record) {
        return Levels.of(record.getWarn(), record.getCritical());
    }

    private static ZoneId zone(AlertRule record) {
        return record.getTimeZone() == null ? ZoneOffset.UTC : ZoneId.of(record.getTimeZone());
    }

    private static @Nullable BigDecimal decimal(long billionths) {
        return billionths == Levels.NONE
                ? null
                : FixedPoint.decimal(billionths).setScale(FixedPoint.SCALE, RoundingMode.UNNECESSARY);
    }

    private static long fixed(@Nullable BigDecimal value, long otherwise) {
        return value == null ? otherwise : FixedPoint.of(value);
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}

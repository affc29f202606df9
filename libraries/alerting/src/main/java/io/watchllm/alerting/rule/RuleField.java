package io.watchllm.alerting.rule;

import io.watchllm.alerting.model.FixedPoint;
import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import io.watchllm.schemas.Word;
import io.watchllm.strictfile.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a rule, in the order in which files list them. This is the only table of fields: files are read and written
 * by it, records are checked by it, and the JSON Schema of rule files is made from it.
 */
public enum RuleField implements Word {
    RULE_ID(Type.TEXT, "Id of the rule, unique."),
    VERSION(
            Type.WHOLE,
            "Version; a new one starts fresh. If left out, it is incremented when the rule changes.",
            Use.from(1)),
    DESCRIPTION(Type.TEXT, "What the rule is for."),
    ENABLED(Type.FLAG, "False switches the rule off."),
    PROJECT_ID(Type.TEXT, "Project that the rule is for; each project if left out or *."),
    KIND(Type.KIND, "What the rule measures."),
    SCOPE(Type.SCOPE, "Whom the value is counted for; if left out, the first scope of the kind."),
    FILTER(Type.FILTER, "Which events count; all if left out."),
    WINDOW(
            Type.DURATION,
            "Length of the window.",
            new Use(RuleKinds.WINDOWED, RuleField::defaultWindow, 1_000, days(7))),
    WARN(
            Type.DECIMAL,
            "Bound of level warn, in the unit of the kind: USD, tokens, milliseconds, a share, seconds of silence.",
            Use.by(RuleKinds.LEVELS, Levels.NONE)),
    CRITICAL(Type.DECIMAL, "Bound of level critical, in the same unit.", Use.by(RuleKinds.LEVELS, Levels.NONE)),
    LIMIT(Type.DECIMAL, "Of a budget: 100 percent, in USD.", Use.by(RuleKinds.BUDGETS, Use.REQUIRED)),
    BUDGET_PERCENTS(
            Type.WHOLES,
            "Of a budget: shares at which an alert is emitted, in percent; 50, 80 and 100 if left out.",
            Use.by(RuleKinds.BUDGETS, 0)),
    TIME_ZONE(Type.TEXT, "Whose days count, such as Europe/Berlin; UTC if left out.", Use.by(RuleKinds.DAYS, 0)),
    FACTOR(Type.DECIMAL, "Of a spike: how many times the baseline is warn.", Use.by(RuleKinds.SPIKES, Use.REQUIRED)),
    CRITICAL_FACTOR(
            Type.DECIMAL,
            "Of a spike: how many times the baseline is critical. Of loops: how many times a limit is; 2 if left out.",
            Use.by(RuleKinds.FACTORS, kind -> kind == RuleKind.agent_loop ? 2 * FixedPoint.ONE : Levels.NONE)),
    FLOOR(Type.DECIMAL, "Of a spike: values under it never fire.", Use.by(RuleKinds.SPIKES, Use.REQUIRED)),
    MIN_COUNT(
            Type.WHOLE,
            "Events that a window needs before it is evaluated; if left out 20, for p99 100, for sums 1.",
            new Use(RuleKinds.COUNTED, RuleField::defaultMinCount, 1, 1_000_000)),
    FOR_N(
            Type.WHOLE,
            "Evaluations in a row that must breach; one counts for each slide of the window.",
            Use.between(RuleKinds.EVALUATED, 0, 1, 1_000)),
    RECOVER_RATIO(
            Type.DECIMAL,
            "Share of the bound below which the alert is resolved; 0.9 if left out.",
            Use.by(RuleKinds.RESOLVED, 0)),
    COOLDOWN(
            Type.DURATION,
            "Time without alerts after one is resolved; a higher level is emitted all the same.",
            Use.between(RuleKinds.EVERY, 0, 0, days(7))),
    RENOTIFY(
            Type.DURATION,
            "Interval at which a firing alert is emitted again; never if left out.",
            Use.between(RuleKinds.RESOLVED, 0, 1_000, days(30))),
    CAP_PER_HOUR(Type.WHOLE, "Maximum number of alerts of a group an hour; unlimited if left out.", Use.from(1)),
    MAX_EVENT_AGE(Type.DURATION, "Alerts of older events notify nobody; 15m if left out.", Use.from(1_000)),
    REPEAT_CALLS(
            Type.WHOLE,
            "Same tool, arguments and result: so often is a loop; 0 is never, 3 if left out.",
            Use.between(RuleKinds.LOOP, 3, 0, 50)),
    REPEAT_CYCLES(
            Type.WHOLE,
            "A cycle of 2 to 5 steps: so often is a loop; 0 is never, 3 if left out.",
            Use.between(RuleKinds.LOOP, 3, 0, 25)),
    RETRY_FAILURES(
            Type.WHOLE,
            "Failures of one tool in a row: so many are a storm; 0 is never, 5 if left out.",
            Use.between(RuleKinds.LOOP, 5, 0, 50)),
    MAX_STEPS(
            Type.WHOLE, "Maximum steps of a run; unlimited if left out.", Use.between(RuleKinds.LOOP, 0, 0, 1_000_000)),
    MAX_CALLS(
            Type.WHOLE,
            "Maximum calls of models and tools of a run; unlimited if left out.",
            Use.between(RuleKinds.LOOP, 0, 0, 1_000_000)),
    MAX_RUN(
            Type.DURATION,
            "Maximum duration of a run; unlimited if left out.",
            Use.between(RuleKinds.LOOP, 0, 0, days(30))),
    STALE_STEPS(
            Type.WHOLE,
            "Maximum steps without a call that the run had not made before; unlimited if left out.",
            Use.between(RuleKinds.LOOP, 0, 0, 1_000));

    /** Types of values in a file. */
    public enum Type {
        TEXT("a text"),
        FLAG("true or false, without quotes"),
        WHOLE("a whole number"),
        DECIMAL("a number of at most 9 decimals"),
        DURATION("a time such as 30s, 5m, 1h or 1d"),
        KIND("a word"),
        SCOPE("a word"),
        FILTER("a map"),
        WHOLES("a list of whole numbers");

        private final String expected;

        Type(String expected) {
            this.expected = expected;
        }

        /** The expected value, for messages. */
        String expected() {
            return expected;
        }
    }

    /**
     * Which kinds have the field, and its values there.
     *
     * @param unset the number that counts where the field is not set, as {@link #number} gives it, or {@link #REQUIRED}
     * @param min smallest whole number; milliseconds of a duration
     * @param max largest whole number; milliseconds of a duration
     */
    private record Use(Set<RuleKind> kinds, ToLongFunction<RuleKind> unset, long min, long max) {

        /** The field must be set. */
        static final long REQUIRED = Long.MIN_VALUE;

        static Use by(Set<RuleKind> kinds, long unset) {
            return by(kinds, _ -> unset);
        }

        static Use by(Set<RuleKind> kinds, ToLongFunction<RuleKind> unset) {
            return new Use(kinds, unset, Long.MIN_VALUE, Long.MAX_VALUE);
        }

        static Use between(Set<RuleKind> kinds, long unset, long min, long max) {
            return new Use(kinds, _ -> unset, min, max);
        }

        static Use from(long min) {
            return between(RuleKinds.EVERY, 0, min, Long.MAX_VALUE);
        }
    }

    private final Type type;
    private final String says;

    // The functions have no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Use use;

    private final String column;

    /** The value that the schema gives a field that is not set. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable Object preset;

    RuleField(Type type, String says) {
        this(type, says, Use.by(RuleKinds.EVERY, 0));
    }

    RuleField(Type type, String says, Use use) {
        this.type = type;
        this.says = says;
        this.use = use;
        var word = name().toLowerCase(Locale.ROOT);
        column = word.equals("limit") ? "critical" : type == Type.DURATION ? word + "_ms" : word;
        var field = AlertRule.getClassSchema().getField(column);
        preset = field.hasDefaultValue() ? SpecificData.get().getDefaultValue(field) : null;
    }

    private static long days(int days) {
        return Duration.ofDays(days).toMillis();
    }

    private static long defaultWindow(RuleKind kind) {
        return switch (kind) {
            case run_budget -> days(1);
            case agent_loop -> Duration.ofHours(1).toMillis();
            default -> Use.REQUIRED;
        };
    }

    private static long defaultMinCount(RuleKind kind) {
        return switch (kind) {
            case cost_sum, token_limit -> 1;
            case latency_p99 -> 100;
            default -> 20;
        };
    }

    /** Type of its value in a file. */
    public Type type() {
        return type;
    }

    /** What it means. */
    String says() {
        return says;
    }

    /** Whether rules of this kind use it. */
    boolean isUsedBy(RuleKind kind) {
        return use.kinds.contains(kind);
    }

    /** Whether rules of this kind must set it. */
    boolean isRequiredBy(RuleKind kind) {
        return isUsedBy(kind) && use.unset.applyAsLong(kind) == Use.REQUIRED;
    }

    /** Whether it is a number within its bounds. */
    boolean isInRange(long number) {
        return use.min <= number && number <= use.max;
    }

    /** The bounds, such as {@code 1 to 1000}. */
    String range() {
        return use.max == Long.MAX_VALUE ? text(use.min) + " or more" : text(use.min) + " to " + text(use.max);
    }

    /** A whole number in the format of files. */
    String text(long number) {
        return type == Type.DURATION ? Durations.text(number) : Long.toString(number);
    }

    /**
     * The record's value, or null. A limit and the critical level share one field of the record: a budget has the
     * limit.
     */
    public @Nullable Object of(AlertRule rule) {
        boolean isBudget = LIMIT.isUsedBy(rule.getKind());
        if (isBudget ? this == CRITICAL : this == LIMIT) {
            return null;
        }
        var value = rule.get(column);
        if (this == BUDGET_PERCENTS && !isBudget && value.equals(preset)) {
            return null;
        }
        return value instanceof Double ratio ? BigDecimal.valueOf(ratio) : value;
    }

    /** Whether the record has another value than one that does not set the field. */
    boolean isSet(AlertRule rule) {
        return of(rule) != null && !rule.get(column).equals(preset);
    }

    /** Sets the value of the record. */
    void set(AlertRule rule, Object value) {
        rule.put(column, this == RECOVER_RATIO ? ((BigDecimal) value).doubleValue() : value);
    }

    /** The number of a valid record, or its default there: billionths of a decimal, milliseconds of a duration. */
    long number(AlertRule rule) {
        return switch (of(rule)) {
            case null -> isUsedBy(rule.getKind()) ? use.unset.applyAsLong(rule.getKind()) : 0;
            case BigDecimal number -> FixedPoint.of(number);
            case Object number -> ((Number) number).longValue();
        };
    }
}

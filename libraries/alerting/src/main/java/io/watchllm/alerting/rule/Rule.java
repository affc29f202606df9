package io.watchllm.alerting.rule;

import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A valid alert rule.
 *
 * @param version a new version starts with fresh state
 */
public record Rule(String id, int version, boolean enabled, Target target, Measure measure, Policy policy) {

    /** Result of reading a record. */
    public sealed interface Reading {}

    /** A valid rule. */
    public record Valid(Rule rule) implements Reading {}

    /**
     * A fault of a rule.
     *
     * @param field name of the field in rule files
     * @param problem the value found
     * @param right the expected value
     */
    public record Fault(String field, String problem, String right) {

        /** The fault as a sentence. */
        public String message() {
            return field + " " + problem + "; expected " + right;
        }
    }

    /** An invalid rule, with all its faults. */
    public record Invalid(List<Fault> faults) implements Reading {

        /** The faults as one sentence. */
        public String message() {
            return String.join("; ", faults.stream().map(Fault::message).toList());
        }
    }

    /** Reads the rule of a record, or lists its faults. */
    public static Reading of(AlertRule record) {
        var faults = new ArrayList<Fault>();
        new RuleCheck(record, faults).check();
        return faults.isEmpty() ? new Valid(rule(record)) : new Invalid(List.copyOf(faults));
    }

    private static Rule rule(AlertRule record) {
        return new Rule(
                record.getRuleId(),
                record.getVersion(),
                record.getEnabled(),
                new Target(record.getProjectId(), record.getScope(), Filter.of(record.getFilter())),
                Measure.of(record),
                new Policy(
                        record.getForN(),
                        record.getRecoverRatio(),
                        RuleField.COOLDOWN.number(record),
                        RuleField.RENOTIFY.number(record),
                        (int) RuleField.CAP_PER_HOUR.number(record),
                        record.getMaxEventAgeMs()));
    }

    /** What it measures. */
    public RuleKind kind() {
        return measure.kind();
    }

    /** Length of the window in milliseconds, or how long a group is remembered if the kind has no window. */
    public long windowMs() {
        return switch (measure) {
            case Measure.Window window -> window.windowMs();
            case Measure.Spike spike -> spike.windowMs();
            case Measure.Budget budget -> budget.windowMs();
            case Measure.Loop loop -> loop.windowMs();
            case Measure.Silence silence -> silence.levels().highest() / 1_000_000;
            case Measure.Single _ -> 0;
            case Measure.Unpriced _ -> 0;
        };
    }
}

package io.watchllm.processor.core.alert.rule;

import io.watchllm.control.AlertRule;
import io.watchllm.control.RuleKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule that is fit for use.
 *
 * @param id its name
 * @param version a new one starts fresh
 * @param enabled false switches it off
 */
public record Rule(String id, int version, boolean enabled, Target target, Measure measure, Policy policy) {

    /** What became of a record. */
    public sealed interface Reading {}

    /** A rule. */
    public record Fit(Rule rule) implements Reading {}

    /** No rule; all that is wrong. */
    public record Unfit(List<RuleFault> faults) implements Reading {

        /** The faults as one sentence. */
        public String message() {
            return String.join("; ", faults.stream().map(RuleFault::message).toList());
        }
    }

    /** The rule in a record, or what is wrong with it. */
    public static Reading of(AlertRule record) {
        var faults = new ArrayList<RuleFault>();
        new RuleCheck(record, faults).check();
        return faults.isEmpty() ? new Fit(RuleRecords.rule(record)) : new Unfit(List.copyOf(faults));
    }

    /** The rule as a record of its topic. */
    public AlertRule record() {
        return RuleRecords.record(this);
    }

    /** What it measures. */
    public RuleKind kind() {
        return measure.kind();
    }

    /** Length of the window, or how long a group is remembered where the kind has none; in milliseconds. */
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

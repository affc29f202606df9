package io.watchllm.alerting;

import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Measure;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.rule.Target;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.alerting.window.Measurement;
import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An enabled rule with everything precomputed that does not depend on events.
 *
 * @param info what its kind measures
 * @param slideMs length of a pane, in milliseconds
 * @param panes number of panes in its window
 * @param lifeMs how long the state of an idle group is kept, in milliseconds
 * @param kinds kinds of observations it reads
 */
public record ActiveRule(Rule rule, KindInfo info, long slideMs, int panes, long lifeMs, Set<Observation.Kind> kinds) {

    /** Allowed lateness: an event older than its group's watermark by more than this is late, and only stored. */
    public static final long GRACE_MS = Duration.ofMinutes(2).toMillis();

    /**
     * Allowed clock skew of producers: an event with a timestamp further ahead of its arrival counts at its arrival
     * time. Far below the allowed lateness, so that one fast clock does not make other producers' events late.
     */
    public static final long AHEAD_MS = Duration.ofSeconds(5).toMillis();

    /** Number of days before the day of a group's newest event for which spend is still counted. */
    public static final int PAST_DAYS = 7;

    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final int PANES = 60;

    /** Longest history of a baseline, in windows. */
    private static final int BASELINE_WINDOWS = 27;

    /**
     * How long days are remembered, plus an hour for the day on which clocks are set back: a group must not be reset,
     * and count a day from 0 again, while that day still counts.
     */
    private static final long DAYS_MS = (PAST_DAYS + 1) * DAY_MS + HOUR_MS;

    public ActiveRule(Rule rule) {
        this(
                rule,
                KindInfo.of(rule.kind()),
                slideMs(rule),
                (int) Math.max(1, rule.windowMs() / slideMs(rule)),
                lifeMs(rule),
                kinds(rule));
    }

    private static long slideMs(Rule rule) {
        return switch (rule.measure()) {
            case Measure.Window _, Measure.Spike _ -> slideOf(rule.windowMs());
            case Measure.Silence silence -> slideOf(silence.levels().lowest() / (SECOND_MS * SECOND_MS));
            case Measure.Budget _, Measure.Unpriced _ -> MINUTE_MS;
            case Measure.Loop _ -> SECOND_MS;
            case Measure.Single _ -> 1;
        };
    }

    private static long slideOf(long windowMs) {
        return Math.max(SECOND_MS, windowMs / PANES / SECOND_MS * SECOND_MS);
    }

    private static Set<Observation.Kind> kinds(Rule rule) {
        return switch (rule.kind()) {
            case no_data -> EnumSet.allOf(Observation.Kind.class);
            case agent_loop ->
                EnumSet.of(Observation.Kind.PROMPT_CALL, Observation.Kind.TOOL_CALL, Observation.Kind.AGENT_STEP);
            case tool_latency_p95 -> EnumSet.of(Observation.Kind.TOOL_CALL);
            case latency_p50, latency_p95, latency_p99, latency_spike, single_event_latency, error_rate, timeout_rate ->
                EnumSet.of(subject(rule.target()));
            default -> EnumSet.of(Observation.Kind.PROMPT_CALL);
        };
    }

    /**
     * What latency and failures are measured on: tools if the rule targets tools, steps if it targets agents, else
     * calls.
     */
    private static Observation.Kind subject(Target target) {
        if (target.scope() == AlertScope.tool || target.filter().tool() != null) {
            return Observation.Kind.TOOL_CALL;
        }
        return target.scope() == AlertScope.agent || target.filter().agent() != null
                ? Observation.Kind.AGENT_STEP
                : Observation.Kind.PROMPT_CALL;
    }

    /** What it measures in an event. */
    public Measurement measurement() {
        return info.measurement();
    }

    /** Whether all events of a group are in one partition, so that the rule can be evaluated there. */
    public boolean isDirect() {
        return rule.target().scope() == AlertScope.run;
    }

    /** Whether it applies to events of the project. */
    public boolean isFor(String project) {
        var wanted = rule.target().project();
        return wanted.equals(Target.EVERY_PROJECT) || wanted.equals(project);
    }

    /** Whether it counts an event of a matching kind. */
    public boolean counts(Observation seen) {
        return rule.target().filter().matches(seen) && Accumulator.counts(measurement(), seen);
    }

    /** Number of the pane that contains a time. */
    public long pane(long timeMs) {
        return Math.floorDiv(timeMs, slideMs);
    }

    /** The group that a rule of that scope counts the event for; null when the event does not name one. */
    public static @Nullable Group group(AlertScope scope, Observation seen) {
        var who = seen.who();
        var value = switch (scope) {
            case project -> who.project();
            case run -> who.run();
            case user -> who.user();
            case agent -> who.actor().agent();
            case tool -> who.actor().tool();
            case model -> model(who.actor());
            case unknown -> "";
        };
        return value.isEmpty() ? null : new Group(who.project(), value);
    }

    private static String model(Observation.Actor actor) {
        if (actor.model().isEmpty() || actor.provider().isEmpty()) {
            return actor.model();
        }
        return actor.provider() + "/" + actor.model();
    }

    private static long lifeMs(Rule rule) {
        long reach = switch (rule.measure()) {
            case Measure.Spike spike ->
                spike.kind() == RuleKind.cost_spike ? BASELINE_WINDOWS * spike.windowMs() : DAY_MS + HOUR_MS;
            case Measure.Budget budget -> budget.kind() == RuleKind.run_budget ? 0 : DAYS_MS;
            case Measure.Unpriced _ -> DAYS_MS;
            case Measure.Single _ -> HOUR_MS;
            // Keeps the state long enough to resolve the alert when events return.
            case Measure.Silence _ -> DAY_MS;
            default -> 0;
        };
        return reach + rule.windowMs() + rule.policy().cooldownMs() + GRACE_MS;
    }
}

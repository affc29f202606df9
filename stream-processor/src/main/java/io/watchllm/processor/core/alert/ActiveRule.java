package io.watchllm.processor.core.alert;

import io.watchllm.control.RuleKind;
import io.watchllm.events.AlertScope;
import io.watchllm.processor.core.alert.model.Group;
import io.watchllm.processor.core.alert.model.Observation;
import io.watchllm.processor.core.alert.rule.Measure;
import io.watchllm.processor.core.alert.rule.Rule;
import io.watchllm.processor.core.alert.rule.Target;
import io.watchllm.processor.core.alert.window.Accumulator;
import io.watchllm.processor.core.alert.window.Measurement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule that is switched on, with all that can be worked out before the first event. */
public final class ActiveRule {

    /** Allowed lateness: an event is late that is so much older than the watermark of its group, and is only stored. */
    public static final long GRACE_MS = Duration.ofMinutes(2).toMillis();

    /**
     * Allowed skew of a producer's clock: an event that claims to be further ahead of its arrival counts as of its
     * arrival. It is far below the allowed lateness, so that one fast clock does not make the events of others late.
     */
    public static final long AHEAD_MS = Duration.ofSeconds(5).toMillis();

    /** Days before that of a group's newest event for which the money of a day is still counted. */
    public static final int PAST_DAYS = 7;

    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final int PANES = 60;

    /** Longest that the windows of a baseline are remembered, in windows. */
    private static final int BASELINE_WINDOWS = 27;

    /**
     * As long as a day is remembered, and an hour for the day on which clocks are put back: a group must not begin
     * anew, and count a day from 0 again, while that day still counts.
     */
    private static final long DAYS_MS = (PAST_DAYS + 1) * DAY_MS + HOUR_MS;

    private final Rule rule;
    private final Measurement gauge;
    private final long slideMs;
    private final int panes;
    private final long lifeMs;
    private final Set<Observation.Kind> kinds;

    public ActiveRule(Rule rule) {
        this.rule = rule;
        gauge = Measurement.of(rule.kind());
        slideMs = slideMs(rule);
        panes = (int) Math.max(1, rule.windowMs() / slideMs);
        lifeMs = lifeMs(rule);
        kinds = kinds(rule);
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

    /** Of latency and failures: tools where the rule is about tools, steps where it is about agents, else calls. */
    private static Observation.Kind subject(Target target) {
        if (target.scope() == AlertScope.tool || target.filter().tool() != null) {
            return Observation.Kind.TOOL_CALL;
        }
        return target.scope() == AlertScope.agent || target.filter().agent() != null
                ? Observation.Kind.AGENT_STEP
                : Observation.Kind.PROMPT_CALL;
    }

    /** The rule itself. */
    public Rule rule() {
        return rule;
    }

    /** What of an event it counts. */
    public Measurement gauge() {
        return gauge;
    }

    /** Length of a pane. */
    public long slideMs() {
        return slideMs;
    }

    /** Panes of its window. */
    public int panes() {
        return panes;
    }

    /** What it looks at. */
    public Set<Observation.Kind> kinds() {
        return kinds;
    }

    /** Whether all events of a group are in one partition, so that it can be judged where the event is. */
    public boolean isDirect() {
        return rule.target().scope() == AlertScope.run;
    }

    /** Whether it is for events of the project. */
    public boolean isFor(String project) {
        var wanted = rule.target().project();
        return wanted.equals(Target.EVERY_PROJECT) || wanted.equals(project);
    }

    /** Whether it counts an event of a kind that it looks at. */
    public boolean counts(Observation seen) {
        return rule.target().filter().matches(seen) && Accumulator.counts(gauge, seen);
    }

    /** Number of the pane that a time falls into. */
    public long pane(long timeMs) {
        return Math.floorDiv(timeMs, slideMs);
    }

    /** Whom a rule of that scope counts the event for; null when it says nothing of that. */
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

    /** How long a silent group is remembered. */
    public long lifeMs() {
        return lifeMs;
    }

    private static long lifeMs(Rule rule) {
        long reach = switch (rule.measure()) {
            case Measure.Spike spike ->
                spike.kind() == RuleKind.cost_spike ? BASELINE_WINDOWS * spike.windowMs() : DAY_MS + HOUR_MS;
            case Measure.Budget budget -> budget.kind() == RuleKind.run_budget ? 0 : DAYS_MS;
            case Measure.Unpriced _ -> DAYS_MS;
            case Measure.Single _ -> HOUR_MS;
            // When it comes back, that is to be told.
            case Measure.Silence _ -> DAY_MS;
            default -> 0;
        };
        return reach + rule.windowMs() + rule.policy().cooldownMs() + GRACE_MS;
    }
}

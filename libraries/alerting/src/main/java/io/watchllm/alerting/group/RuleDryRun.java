package io.watchllm.alerting.group;

import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.ObservationReading;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.pricing.Pricer;
import io.watchllm.validation.Sizes;
import java.time.Duration;
import java.util.Collection;

/**
 * Runs rules over recorded events as the stream does, both alert stages in one process without a topic between them.
 * Each event is priced. Events are played in the given order, which is taken as their order of arrival: an event
 * arrives at its own time or, if an earlier one was newer, together with that one. So events late in the stream are
 * late here. Groups that wait for time are ticked once per second of that time. Not thread-safe.
 */
public final class RuleDryRun {

    private static final long TICK_MS = 1_000;
    private static final int GROUPS_MAX = 1_000_000;

    private final Pricer pricer;
    private final AlertSink sink;
    private final AlertIntake intake;
    private final AlertGroups runs;
    private final AlertGroups groups;
    private final ObservationReading reading = new ObservationReading(Sizes.DEFAULT);
    private long nowMs = Moment.NEVER;
    private long tickedMs = Moment.NEVER;

    /** Uses these rules and prices. */
    public RuleDryRun(Collection<Rule> rules, Pricer pricer, AlertSink sink) {
        this.pricer = pricer;
        this.sink = sink;
        var set = RuleSet.of(rules);
        runs = new AlertGroups(set, GROUPS_MAX);
        groups = new AlertGroups(set, GROUPS_MAX);
        intake = new AlertIntake(runs);
    }

    /** Processes the next event. */
    public void observe(Event event) {
        advance(Math.max(nowMs, event.getTimestamp().toEpochMilli()));
        var pricing = event.getPayload() instanceof PromptCall call ? pricer.price(call, event.getTimestamp()) : null;
        var now = new Moment(nowMs, nowMs);
        reading.read(
                event,
                pricing,
                nowMs,
                intake.comparesSteps(event.getProjectId()),
                seen -> intake.observe(seen, now, sink));
        intake.drain(parts -> parts.forEach(part -> groups.merge(part, now, sink)));
    }

    /** Simulates a pause of this length after the last event: alerts are resolved, and silence is detected. */
    public void pass(Duration after) {
        if (nowMs != Moment.NEVER) {
            advance(nowMs + after.toMillis());
        }
    }

    private void advance(long untilMs) {
        nowMs = untilMs;
        if (tickedMs == Moment.NEVER) {
            tickedMs = untilMs;
        }
        if (untilMs - tickedMs >= TICK_MS) {
            tickedMs = untilMs;
            var now = new Moment(untilMs, untilMs);
            runs.tick(now, sink);
            groups.tick(now, sink);
        }
    }
}

package io.watchllm.alerting.group;

import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.ObservationReading;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.events.Event;
import io.watchllm.pricing.Pricing;
import io.watchllm.validation.Sizes;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Runs both alert stages in one process, without a topic between them, to show what rules find in recorded events.
 * Events are played in the given order, which is taken as their order of arrival: an event arrives at its own time or,
 * if an earlier one was newer, together with that one. So events late in the stream are late here. Groups that wait for
 * time are ticked once per second of that time. Not thread-safe.
 */
public final class RuleDryRun {

    private static final long TICK_MS = 1_000;

    private final AlertSink sink;
    private final AlertIntake intake;
    private final AlertGroups runs;
    private final AlertGroups groups;
    private final ObservationReading reading = new ObservationReading(Sizes.DEFAULT);
    private final long lagMs;
    private long nowMs = Moment.NEVER;
    private long tickedMs = Moment.NEVER;

    /**
     * Uses these rules.
     *
     * @param groupsMax maximum number of groups per partition
     * @param lagMs delay from the time of an in-order event to its arrival
     */
    public RuleDryRun(RuleSet rules, int groupsMax, long lagMs, AlertSink sink) {
        this.sink = sink;
        this.lagMs = lagMs;
        runs = new AlertGroups(rules, groupsMax);
        groups = new AlertGroups(rules, groupsMax);
        intake = new AlertIntake(rules, runs);
    }

    /** Processes the next event. */
    public void observe(Event event, @Nullable Pricing pricing) {
        var seen = new ArrayList<Observation>(2);
        long timeMs = event.getTimestamp().toEpochMilli();
        boolean compares = intake.comparesSteps(event.getProjectId());
        pass(Math.max(nowMs, timeMs));
        var now = new Moment(nowMs, nowMs + lagMs);
        reading.read(event, pricing, now.wallMs(), compares, seen::add);
        for (var each : seen) {
            intake.observe(each, now, sink);
        }
        intake.drain(parts -> parts.forEach(part -> groups.merge(part, now, sink)));
    }

    /** Advances time without events. */
    public void pass(long untilMs) {
        nowMs = untilMs;
        if (tickedMs == Moment.NEVER) {
            tickedMs = untilMs;
        }
        if (untilMs - tickedMs >= TICK_MS) {
            tickedMs = untilMs;
            var now = new Moment(untilMs, untilMs + lagMs);
            runs.tick(now, sink);
            groups.tick(now, sink);
        }
    }

    /** Replaces the rules. */
    public void use(RuleSet next) {
        intake.use(next);
        groups.use(next);
    }

    /** Groups of runs. */
    public AlertGroups runs() {
        return runs;
    }

    /** All other groups. */
    public AlertGroups groups() {
        return groups;
    }
}

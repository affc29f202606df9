package io.watchllm.processor.core.alert.stage;

import io.watchllm.events.Event;
import io.watchllm.processor.core.Sizes;
import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.ObservationReading;
import io.watchllm.processor.core.alert.model.Moment;
import io.watchllm.processor.core.alert.model.Observation;
import io.watchllm.processor.core.price.Pricing;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Both stages in one place, with no topic between: what rules come to over recorded events. The events are played in
 * the order in which they are handed in, which stands for the order in which they arrived: one arrives at its own time,
 * or, when it is older than one before it, together with the newest of those. So what is late in the stream is late
 * here. Each second of that time the groups that wait for time are looked at. For one thread.
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
     * For these rules.
     *
     * @param groupsMax most groups of a partition
     * @param lagMs how much later than its time an event in order arrives
     */
    public RuleDryRun(RuleSet rules, int groupsMax, long lagMs, AlertSink sink) {
        this.sink = sink;
        this.lagMs = lagMs;
        runs = new AlertGroups(rules, groupsMax);
        groups = new AlertGroups(rules, groupsMax);
        intake = new AlertIntake(rules, runs);
    }

    /** The next event. */
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

    /** Time passes, and nothing comes. */
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

    /** Takes over other rules. */
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

package io.watchllm.processor.core.alert.stage;

import io.watchllm.events.Event;
import io.watchllm.processor.core.Sizes;
import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.Moment;
import io.watchllm.processor.core.alert.Observation;
import io.watchllm.processor.core.alert.ObservationReading;
import io.watchllm.processor.core.price.Pricing;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Both stages in one place, with no topic between: what rules come to over events that are at hand. Time is that of the
 * events; each second of it the groups that wait for time are looked at. For one thread.
 */
public final class Rehearsal {

    private static final long TICK_MS = 1_000;

    private final AlertSink sink;
    private final AlertIntake intake;
    private final GroupBook runs;
    private final GroupBook groups;
    private final ObservationReading reading = new ObservationReading(Sizes.DEFAULT);
    private final long lagMs;
    private long nowMs = -1;
    private long tickedMs = -1;

    /**
     * For these rules.
     *
     * @param groupsMax most groups of a partition
     * @param lagMs how much later than its time an event arrives
     */
    public Rehearsal(RuleSet rules, int groupsMax, long lagMs, AlertSink sink) {
        this.sink = sink;
        this.lagMs = lagMs;
        runs = new GroupBook(rules, groupsMax);
        groups = new GroupBook(rules, groupsMax);
        intake = new AlertIntake(rules, runs);
    }

    /** The next event. */
    public void observe(Event event, @Nullable Pricing pricing) {
        var seen = new ArrayList<Observation>(2);
        long timeMs = event.getTimestamp().toEpochMilli();
        boolean compares = intake.comparesSteps(event.getProjectId());
        reading.read(event, pricing, timeMs, compares, seen::add);
        pass(Math.max(nowMs, timeMs));
        var now = new Moment(nowMs, timeMs + lagMs);
        for (var each : seen) {
            intake.observe(each, now, sink);
        }
        intake.drain(parts -> parts.forEach(part -> groups.merge(part, now, sink)));
    }

    /** Time passes, and nothing comes. */
    public void pass(long untilMs) {
        nowMs = untilMs;
        if (tickedMs < 0) {
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
    public GroupBook runs() {
        return runs;
    }

    /** All other groups. */
    public GroupBook groups() {
        return groups;
    }
}

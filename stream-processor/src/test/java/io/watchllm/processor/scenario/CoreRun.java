package io.watchllm.processor.scenario;

import io.watchllm.alerting.AlertRecords;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.ObservationReading;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.AlertIntake;
import io.watchllm.alerting.group.EventClock;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.group.StoredGroups;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.window.PaneBatch;
import io.watchllm.control.AlertRule;
import io.watchllm.validation.Sizes;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a scenario through the core as the stream does it: several partitions of events, parts of panes as bytes, states
 * as bytes in a store that a restart goes on from, and a clock that ticks each second.
 */
public final class CoreRun {

    private static final AlertRecords RECORDS = new AlertRecords(Sizes.DEFAULT);
    private static final int PARTITIONS = 3;
    private static final int GROUPS_MAX = 1_000;
    private static final long TICK_MS = 1_000;

    private static final long AHEAD_MS = 10_000;

    private final List<RaisedAlert> alerts = new ArrayList<>();
    private final AlertSink sink = alerts::add;
    private final long lagMs;
    private final Between between;
    private final Clock ticks;
    private final ObservationReading reading = new ObservationReading(Sizes.DEFAULT);
    private final StoredGroups store = new StoredGroups();
    private final StoredGroups runStore = new StoredGroups();
    private RuleSet rules;
    private List<AlertIntake> intakes = List.of();
    private AlertGroups groups;
    private AlertGroups runs;
    private EventClock clock = new EventClock(Moment.NEVER, 0);
    private final long[] newestMs = new long[PARTITIONS];
    private long wallMs;

    /** How time passes between events. */
    public enum Clock {
        /** As the events say, a tick each second. */
        STEADY,
        /** Not at all: the next event is there at once. */
        STANDING,
        /** Ten seconds longer than the events say. */
        AHEAD
    }

    /** What is done after each happening. */
    public enum Between {
        NOTHING,
        /** The states are saved, and restored by another process. */
        RESTART,
        /** The states are saved, and all idle groups are passivated. */
        PASSIVATE
    }

    private CoreRun(Scenario scenario, Between between, Clock ticks) {
        this.between = between;
        this.ticks = ticks;
        lagMs = scenario.arrivesAfter().toMillis();
        wallMs = Scenario.START.toEpochMilli() + lagMs;
        rules = rules(scenario.rules());
        runs = new AlertGroups(rules, GROUPS_MAX);
        groups = new AlertGroups(rules, GROUPS_MAX);
        start();
    }

    /** The alerts of a scenario. */
    public static List<RaisedAlert> alerts(Scenario scenario) {
        return alerts(scenario, Between.NOTHING);
    }

    /** The same, with a clock that goes otherwise. */
    public static List<RaisedAlert> alerts(Scenario scenario, Clock clock) {
        return alerts(new CoreRun(scenario, Between.NOTHING, clock), scenario);
    }

    /** The same, with something done behind each happening. */
    static List<RaisedAlert> alerts(Scenario scenario, Between between) {
        return alerts(new CoreRun(scenario, between, Clock.STEADY), scenario);
    }

    private static List<RaisedAlert> alerts(CoreRun run, Scenario scenario) {
        for (var happening : scenario.happenings()) {
            run.happen(happening);
        }
        return run.alerts;
    }

    /** The alerts as lines. */
    public static List<String> lines(List<RaisedAlert> alerts) {
        return alerts.stream().map(alert -> AlertLine.of(RECORDS.alert(alert))).toList();
    }

    private static RuleSet rules(List<AlertRule> records) {
        return RuleSet.of(records.stream()
                .map(record -> ((Rule.Valid) Rule.of(record)).rule())
                .toList());
    }

    private void start() {
        runs = new AlertGroups(rules, GROUPS_MAX);
        groups = new AlertGroups(rules, GROUPS_MAX);
        runStore.restore(runs);
        store.restore(groups);
        var made = new ArrayList<AlertIntake>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            made.add(new AlertIntake(runs));
        }
        intakes = made;
    }

    private void happen(Scenario.Happening happening) {
        switch (happening) {
            case Scenario.Comes comes -> comes(comes);
            case Scenario.Passes passes -> passes(passes.until().toEpochMilli());
            case Scenario.Restarts _ -> restart();
            case Scenario.Rules next -> {
                rules = rules(next.rules());
                runs.use(rules);
                groups.use(rules);
            }
        }
        switch (between) {
            case NOTHING -> {
                // The next one follows.
            }
            case RESTART -> restart();
            case PASSIVATE -> {
                save();
                save();
            }
        }
    }

    private void comes(Scenario.Comes comes) {
        var event = comes.event();
        long timeMs = event.getTimestamp().toEpochMilli();
        passes(timeMs);
        wallMs = Math.max(wallMs, timeMs + lagMs);
        clock.saw(timeMs, wallMs);
        int partition = Math.floorMod(event.getRunId().hashCode(), PARTITIONS);
        var intake = intakes.get(partition);
        var seen = new ArrayList<Observation>();
        reading.read(event, null, wallMs, intake.comparesSteps(event.getProjectId()), seen::add);
        // As in the topology, which has a clock for each partition of events and none of their watermarks.
        seen.forEach(each -> intake.observe(each, new Moment(clock.now(wallMs), wallMs), sink));
        newestMs[partition] = Math.max(newestMs[partition], timeMs);
        var source = new PaneBatch.Source(partition, newestMs[partition]);
        intake.drain(parts -> PaneBatch.pack(source, parts, this::merge));
        if (ticks == Clock.AHEAD) {
            passes(timeMs + AHEAD_MS);
        }
    }

    private void merge(byte[] value) {
        var content = PaneBatch.unpack(value);
        clock.saw(content.source(), wallMs);
        content.parts().forEach(part -> groups.merge(part, clock.moment(wallMs), sink));
    }

    /** The clock ticks each second until then. */
    private void passes(long untilMs) {
        while (ticks != Clock.STANDING && clock.newestMs() != Moment.NEVER && wallMs - lagMs + TICK_MS <= untilMs) {
            wallMs += TICK_MS;
            runs.tick(clock.moment(wallMs), sink);
            groups.tick(clock.moment(wallMs), sink);
        }
    }

    private void save() {
        runStore.save(runs);
        store.save(groups);
    }

    private void restart() {
        save();
        clock = EventClock.of(clock.bytes(clock.idleMs(wallMs)), wallMs);
        start();
    }
}

package io.watchllm.alerting.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.group.AlertGroups;
import io.watchllm.alerting.group.AlertIntake;
import io.watchllm.alerting.group.RuleSet;
import io.watchllm.alerting.group.StoredGroups;
import io.watchllm.alerting.model.EventRef;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.model.Observation.Who;
import io.watchllm.alerting.snapshot.StateSnapshot;
import io.watchllm.alerting.window.PaneBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** States of every kind of rule through their bytes. */
class GroupStateTest {

    private static final int EVENTS = 400;

    @Property(tries = 40)
    void shouldGoOnFromItsBytesAsIfNothingHadBeen(@ForAll long seed) {
        var restarted = new ArrayList<RaisedAlert>();
        run(seed, true, restarted);
        var steady = new ArrayList<RaisedAlert>();
        run(seed, false, steady);

        // In whatever order groups are woken: each for itself is the same.
        assertThat(lines(restarted)).isNotEmpty().isEqualTo(lines(steady));
        assertThat(steady.stream().map(RaisedAlert::id)).doesNotHaveDuplicates();
    }

    private static List<String> lines(List<RaisedAlert> alerts) {
        return alerts.stream()
                .map(alert -> alert.key() + " " + alert.id() + " " + alert.status() + " " + alert.finding())
                .sorted()
                .toList();
    }

    private static void run(long seed, boolean restarts, List<RaisedAlert> alerts) {
        var random = new Random(seed);
        var restartRandom = new Random(~seed);
        var rules = RuleSet.of(Sample.eachKind());
        var groups = new AlertGroups(rules, 1_000);
        var runs = new AlertGroups(rules, 1_000);
        var intake = new AlertIntake(runs);
        var store = new StoredGroups();
        var runStore = new StoredGroups();
        long nowMs = Sample.START_MS;
        for (int number = 0; number < EVENTS; number++) {
            nowMs += random.nextInt(20) == 0 ? random.nextInt(100_000) : random.nextInt(1_500);
            if (random.nextInt(4) == 0) {
                groups.tick(new Moment(nowMs, nowMs), alerts::add);
                runs.tick(new Moment(nowMs, nowMs), alerts::add);
            }
            var now = new Moment(nowMs, nowMs);
            long timeMs = random.nextInt(6) == 0 ? nowMs - random.nextInt(200_000) : nowMs;
            intake.observe(Sample.any(random, "e" + number, timeMs), now, alerts::add);
            var current = groups;
            intake.drain(parts -> PaneBatch.pack(
                    new PaneBatch.Source(0, now.eventMs()),
                    parts,
                    value -> PaneBatch.unpack(value).parts().forEach(part -> current.merge(part, now, alerts::add))));
            if (restarts && restartRandom.nextInt(5) == 0) {
                groups = restart(groups, rules, store);
                runs = restart(runs, rules, runStore);
                intake = new AlertIntake(runs);
            }
        }
    }

    private static AlertGroups restart(AlertGroups groups, RuleSet rules, StoredGroups store) {
        store.save(groups);
        var next = new AlertGroups(rules, 1_000);
        store.restore(next);
        assertThat(next.size()).isEqualTo(groups.size());
        next.save((key, _) -> {
            throw new AssertionError("nothing changed, but " + key + " was saved");
        });
        return next;
    }

    /** Agents number their steps anew in each run. */
    @Test
    void shouldTellEventsOfTwoRunsApartThatHaveOneId() {
        var calls = List.of(expensive("run-1", "step-1"), expensive("run-1", "step-2"), expensive("run-2", "step-1"));
        var alerts = alerts(calls);

        assertThat(alerts)
                .extracting(alert -> alert.finding().trigger().event())
                .containsExactlyInAnyOrder(
                        new EventRef("run-1", "step-1"),
                        new EventRef("run-1", "step-2"),
                        new EventRef("run-2", "step-1"));
        assertThat(alerts).extracting(RaisedAlert::id).doesNotHaveDuplicates();
        assertThat(alerts(calls.reversed()))
                .extracting(RaisedAlert::id)
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(RaisedAlert::id).toList());
    }

    private static Observation expensive(String run, String id) {
        var call = Sample.call(id, Sample.START_MS, 5, 100, Outcome.SUCCESS);
        var who = call.who();
        return new Observation(
                call.kind(),
                new Who(who.project(), run, who.user(), who.actor(), who.env(), who.tags()),
                id,
                call.timeMs(),
                call.numbers(),
                null);
    }

    private static List<RaisedAlert> alerts(List<Observation> calls) {
        var rules = RuleSet.of(List.of(
                Sample.rule("kind: single_event_cost, warn: 1, cooldown: 0s").rule()));
        var groups = new AlertGroups(rules, 10);
        var intake = new AlertIntake(new AlertGroups(rules, 10));
        var now = new Moment(Sample.START_MS, Sample.START_MS);
        var alerts = new ArrayList<RaisedAlert>();
        for (var call : calls) {
            intake.observe(call, now, alerts::add);
            var source = new PaneBatch.Source(0, call.timeMs());
            intake.drain(parts -> PaneBatch.pack(
                    source,
                    parts,
                    value -> PaneBatch.unpack(value).parts().forEach(part -> groups.merge(part, now, alerts::add))));
        }
        return alerts;
    }

    @Test
    void shouldRefuseBytesOfAnotherVersion() {
        var rule = Sample.rule("kind: error_rate, window: 10s, warn: 0.5");
        var head = head(rule);
        head.setHasBody(true);

        assertThatThrownBy(() -> state(rule, head, new byte[] {9}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no BodySnapshot of a version that this program knows");
        assertThatThrownBy(() -> state(rule, head, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no BodySnapshot of a version that this program knows");
    }

    /** A rule was changed, but its version was not. */
    @Test
    void shouldRefuseTheStateOfAnotherKind() {
        var head = head(Sample.rule("kind: error_rate, window: 10s, warn: 0.5"));

        assertThatThrownBy(() -> state(Sample.rule("kind: no_data, warn: 5"), head, null))
                .hasMessage("the state of a group is not one of its rule: r");
    }

    @Test
    void shouldRefuseAHeadWithoutItsBody() {
        var rule = Sample.rule("kind: cost_sum, window: 10s, warn: 1");
        var head = head(rule);

        assertThatThrownBy(() -> state(rule, head, new byte[] {0}))
                .hasMessage("the state of a group has a foreign body: r");
        assertThat(state(rule, head, null).hasBody()).isFalse();
    }

    private static StateSnapshot head(ActiveRule rule) {
        return GroupState.of(rule, new Group("p", "p")).head();
    }

    private static GroupState state(ActiveRule rule, StateSnapshot head, byte @Nullable [] body) {
        return GroupState.of(rule, new Group("p", "p"), head, body);
    }
}

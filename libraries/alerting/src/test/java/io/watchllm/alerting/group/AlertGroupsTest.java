package io.watchllm.alerting.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.evaluation.GroupState;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.alerting.window.PaneDelta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertGroupsTest {

    private static final ActiveRule RULE = Sample.rule("kind: cost_sum, scope: user, window: 10s, warn: 1");

    private static final RuleNames NAMES = RuleNames.of(List.of(RULE.rule()));

    private final List<RaisedAlert> alerts = new ArrayList<>();
    private AlertGroups groups = new AlertGroups(RuleSet.of(List.of(RULE.rule())), 3);

    /** What a save does: a word for each record. */
    private List<String> saved() {
        var saved = new ArrayList<String>();
        groups.save((_, value) -> saved.add(value == null ? "deleted" : "written"));
        return saved;
    }

    private void merge(String user, long afterMs, double usd) {
        merge(user, afterMs, afterMs, usd);
    }

    private void merge(String user, long afterMs, long clockMs, double usd) {
        var aggregate = new Accumulator();
        long timeMs = Sample.START_MS + afterMs;
        aggregate.add(RULE.measurement(), Sample.call("e" + afterMs, timeMs, usd, 1, Outcome.SUCCESS));
        groups.merge(
                new PaneDelta(NAMES, new Group("p", user), RULE.pane(timeMs), aggregate),
                new Moment(Sample.START_MS + clockMs, 0),
                alerts::add);
    }

    @Test
    void shouldEndTheRuleThatThrowsAndGoOnWithTheOthers() {
        var bad = Sample.rule("rule_id: bad, kind: cost_sum, scope: user, window: 10s, warn: 1");
        var good = Sample.rule("rule_id: good, kind: cost_sum, scope: user, window: 10s, warn: 1");
        groups = new AlertGroups(RuleSet.of(List.of(bad.rule(), good.rule())), 3);
        var failed = new ArrayList<String>();
        var sink = new AlertSink() {
            @Override
            public void raised(RaisedAlert alert) {
                if (alert.rule().id().equals("bad")) {
                    throw new IllegalStateException("no such thing");
                }
                alerts.add(alert);
            }

            @Override
            public void failed(Rule rule, RuntimeException failure) {
                failed.add(rule.id() + ": " + failure.getMessage());
            }
        };
        var aggregate = new Accumulator();
        aggregate.add(bad.measurement(), Sample.call("e", Sample.START_MS, 2, 1, Outcome.SUCCESS));
        var names = RuleNames.of(List.of(bad.rule(), good.rule()));

        groups.merge(
                new PaneDelta(names, new Group("p", "u"), bad.pane(Sample.START_MS), aggregate),
                new Moment(Sample.START_MS, 0),
                sink);

        assertThat(failed).containsExactly("bad: no such thing");
        assertThat(alerts).extracting(alert -> alert.rule().id()).containsExactly("good");
        assertThat(groups.find(new Group("p", "u"), "bad")).isNull();
        assertThat(groups.find(new Group("p", "u"), "good")).isNotNull();
    }

    @Test
    void shouldWaitForTheSlideOfTheRuleThatIsInAlert() {
        assertThat(groups.waitMs(new Moment(Sample.START_MS, 0))).isEqualTo(Long.MAX_VALUE);
        merge("a", 0, 0.1);
        assertThat(groups.waitMs(new Moment(Sample.START_MS, 0)))
                .as("nothing stands")
                .isEqualTo(Long.MAX_VALUE);
        merge("a", 1, 2);
        assertThat(groups.waitMs(new Moment(Sample.START_MS, 0))).isEqualTo(1_000);
    }

    @Test
    void shouldForgetTheGroupThatWasLongestWithoutAnEventAndCountIt() {
        merge("a", 0, 0.1);
        merge("b", 1, 0.1);
        merge("c", 2, 0.1);
        merge("a", 3, 0.1);
        merge("d", 4, 0.1);

        assertThat(groups.displaced()).isEqualTo(1);
        assertThat(groups.find(new Group("p", "b"), "r")).isNull();
        assertThat(groups.find(new Group("p", "a"), "r")).isNotNull();
    }

    @Test
    void shouldForgetGroupsWhoseTimeIsOverButNoneInAlert() {
        merge("a", 0, 0.1);
        saved();
        long keptMs = RULE.lifeMs() + AlertGroups.KEPT_MS;

        groups.tick(new Moment(Sample.START_MS + keptMs, 0), alerts::add);
        assertThat(groups.size()).isEqualTo(1);
        groups.tick(new Moment(Sample.START_MS + keptMs + 1, 0), alerts::add);
        assertThat(groups.size()).isZero();
        assertThat(saved()).containsExactly("deleted");
    }

    @Test
    void shouldBeginAnewAtAnEventAfterTheTimeOfTheGroup() {
        merge("a", 0, 0.1);
        merge("b", 0, 0.1);
        saved();
        long lifeMs = RULE.lifeMs();

        var a = find("a");
        merge("a", lifeMs, 0.1);
        assertThat(find("a")).isSameAs(a);
        var b = find("b");
        merge("b", lifeMs + 1, 0.1);
        assertThat(find("b")).isNotNull().isNotSameAs(b);
        assertThat(groups.size()).isEqualTo(2);
    }

    @Test
    void shouldGiveOldEventsBesideNewOnesTheirOwnTime() {
        long dayMs = Duration.ofDays(1).toMillis();
        merge("new", dayMs, 0.1);
        merge("old", 0, dayMs, 2);

        groups.tick(new Moment(Sample.START_MS + dayMs + 1_000, 0), alerts::add);
        assertThat(alerts).as("a second is no minute").hasSize(1);
        groups.tick(new Moment(Sample.START_MS + dayMs + 60_000, 0), alerts::add);
        assertThat(alerts).extracting(alert -> alert.status().state().name()).containsExactly("firing", "resolved");
        assertThat(groups.find(new Group("p", "old"), "r")).isNotNull();
    }

    @Test
    void shouldEndAnAlertByTimeAlone() {
        merge("a", 0, 2);
        groups.tick(new Moment(Sample.START_MS + 60_000, 0), alerts::add);

        assertThat(alerts).extracting(alert -> alert.status().state().name()).containsExactly("firing", "resolved");
    }

    @Test
    void shouldGiveEachChangeOnceAndLeaveOutRulesThatAreNoMore() {
        merge("a", 0, 0.1);
        merge("a", 1, 0.1);
        assertThat(saved()).hasSize(1);
        assertThat(saved()).isEmpty();
        merge("a", 2, 0.1);
        assertThat(saved()).hasSize(1);

        groups.use(RuleSet.of(List.of()));
        assertThat(groups.size()).isZero();
        merge("a", 3, 9);
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldLeaveOutOfTheStoreWhatIsOfNoRuleAnyMore() {
        for (int second = 0; second < 10; second++) {
            merge("a", second * 1_000L, 0.1);
        }
        var kept = new StoredGroups();
        kept.save(groups);
        assertThat(kept.bodies()).hasSize(1);

        var next = new AlertGroups(RuleSet.of(List.of()), 3);
        kept.restore(next);
        kept.save(next);
        assertThat(next.size()).isZero();
        assertThat(kept.heads()).isEmpty();
        assertThat(kept.bodies()).isEmpty();
    }

    /** A window of many panes is not written again for each event. */
    @Test
    void shouldSerializeAWholeWindowOnlyNowAndThen() {
        var kept = new StoredGroups();
        for (int second = 0; second < 5; second++) {
            merge("a", second * 1_000L, 0.1);
        }
        kept.save(groups);
        byte[] first = kept.bodies().values().iterator().next();
        merge("a", 5_000, 0.1);
        kept.save(groups);

        assertThat(kept.bodies().values()).containsExactly(first);
        groups = new AlertGroups(RuleSet.of(List.of(RULE.rule())), 3);
        kept.restore(groups);
        merge("a", 5_001, 0.5);
        assertThat(alerts).as("6 × 0.1 and 0.5").hasSize(1);
    }

    /** Saves twice without an event in between. */
    private void passivate() {
        var kept = new StoredGroups();
        kept.save(groups);
        kept.save(groups);
    }

    @Test
    void shouldPassivateAnIdleGroupAndContinueFromItsBytes() {
        merge("a", 0, 0.5);
        var before = find("a");
        passivate();
        assertThat(groups.size()).isEqualTo(1);
        assertThat(groups.passivated()).isEqualTo(1);

        assertThat(find("a")).isNotNull().isNotSameAs(before);
        assertThat(groups.passivated()).isZero();
        merge("a", 1, 0.6);
        assertThat(alerts).as("0.5 and 0.6").hasSize(1);
    }

    @Test
    void shouldNotPassivateWhatWaitsForTimeOrHasABody() {
        merge("waits", 0, 2);
        for (int second = 0; second < 10; second++) {
            merge("body", second * 1_000L, 0.01);
        }
        passivate();

        assertThat(groups.passivated()).isZero();
        groups.tick(new Moment(Sample.START_MS + 80_000, 0), alerts::add);
        assertThat(alerts).extracting(alert -> alert.status().state().name()).containsExactly("firing", "resolved");
    }

    @Test
    void shouldForgetPassivatedGroupsAsItForgetsActiveOnes() {
        merge("a", 0, 0.1);
        passivate();
        long keptMs = RULE.lifeMs() + AlertGroups.KEPT_MS;

        groups.tick(new Moment(Sample.START_MS + keptMs, 0), alerts::add);
        assertThat(groups.passivated()).isEqualTo(1);
        groups.tick(new Moment(Sample.START_MS + keptMs + 1, 0), alerts::add);
        assertThat(groups.size()).isZero();
        assertThat(saved()).containsExactly("deleted");
    }

    @Test
    void shouldForgetAtRestWhatIsOfARuleThatIsAnotherNow() {
        merge("a", 0, 0.1);
        passivate();
        groups.use(RuleSet.of(List.of(
                Sample.rule("kind: cost_sum, scope: user, window: 20s, warn: 1").rule())));

        assertThat(groups.size()).isZero();
        assertThat(saved()).containsExactly("deleted");
    }

    private @Nullable GroupState find(String user) {
        return groups.find(new Group("p", user), "r");
    }

    @Test
    void shouldTellTheTimeOfTheEventsAndGoOnWhileNoneComes() {
        var clock = new EventClock(Moment.NEVER, 0);
        assertThat(clock.now(5_000)).isEqualTo(Moment.NEVER);

        clock.saw(100_000, 5_000);
        assertThat(clock.now(5_000)).isEqualTo(100_000);
        assertThat(clock.now(65_000)).isEqualTo(160_000);
        clock.saw(99_000, 70_000);
        assertThat(clock.now(71_000)).isEqualTo(101_000);
    }
}

package io.watchllm.processor.core.alert.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.processor.core.alert.Group;
import io.watchllm.processor.core.alert.Moment;
import io.watchllm.processor.core.alert.Observation.Outcome;
import io.watchllm.processor.core.alert.RaisedAlert;
import io.watchllm.processor.core.alert.Sample;
import io.watchllm.processor.core.alert.rule.ActiveRule;
import io.watchllm.processor.core.alert.window.PaneDelta;
import io.watchllm.processor.core.alert.window.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupBookTest {

    private static final ActiveRule RULE = Sample.rule("kind: cost_sum, scope: user, window: 10s, warn: 1");

    private final List<RaisedAlert> alerts = new ArrayList<>();
    private final GroupBook book = new GroupBook(RuleSet.of(List.of(RULE.rule())), 3);

    private void merge(String user, long afterMs, double usd) {
        merge(user, afterMs, afterMs, usd);
    }

    private void merge(String user, long afterMs, long clockMs, double usd) {
        var tally = new Tally();
        long timeMs = Sample.START_MS + afterMs;
        tally.add(RULE.gauge(), Sample.call("e" + afterMs, timeMs, usd, 1, Outcome.SUCCESS));
        book.merge(
                new PaneDelta("r", 1, new Group("p", user), RULE.pane(timeMs), tally),
                new Moment(Sample.START_MS + clockMs, 0),
                alerts::add);
    }

    @Test
    void shouldForgetTheGroupThatWasLongestWithoutAnEventAndCountIt() {
        merge("a", 0, 0.1);
        merge("b", 1, 0.1);
        merge("c", 2, 0.1);
        merge("a", 3, 0.1);
        merge("d", 4, 0.1);

        assertThat(book.displaced()).isEqualTo(1);
        assertThat(book.find(new StateKey("r", 1, new Group("p", "b")))).isNull();
        assertThat(book.find(new StateKey("r", 1, new Group("p", "a")))).isNotNull();
    }

    @Test
    void shouldForgetGroupsWhoseTimeIsOverButNoneInAlert() {
        merge("a", 0, 0.1);
        book.takeChanges();
        long keptMs = RULE.lifeMs() + GroupBook.KEPT_MS;

        book.tick(new Moment(Sample.START_MS + keptMs, 0), alerts::add);
        assertThat(book.size()).isEqualTo(1);
        book.tick(new Moment(Sample.START_MS + keptMs + 1, 0), alerts::add);
        assertThat(book.size()).isZero();
        assertThat(book.takeChanges()).hasOnlyElementsOfType(GroupBook.Gone.class);
    }

    @Test
    void shouldBeginAnewAtAnEventAfterTheTimeOfTheGroup() {
        merge("a", 0, 0.1);
        merge("b", 0, 0.1);
        book.takeChanges();
        long lifeMs = RULE.lifeMs();

        merge("a", lifeMs, 0.1);
        assertThat(book.takeChanges()).hasOnlyElementsOfType(GroupBook.Changed.class);
        merge("b", lifeMs + 1, 0.1);
        assertThat(book.takeChanges()).hasExactlyElementsOfTypes(GroupBook.Gone.class, GroupBook.Changed.class);
    }

    @Test
    void shouldGiveOldEventsBesideNewOnesTheirOwnTime() {
        long dayMs = Duration.ofDays(1).toMillis();
        merge("new", dayMs, 0.1);
        merge("old", 0, dayMs, 2);

        book.tick(new Moment(Sample.START_MS + dayMs + 1_000, 0), alerts::add);
        assertThat(alerts).as("a second is no minute").hasSize(1);
        book.tick(new Moment(Sample.START_MS + dayMs + 60_000, 0), alerts::add);
        assertThat(alerts).extracting(alert -> alert.said().state().name()).containsExactly("firing", "resolved");
        assertThat(book.find(new StateKey("r", 1, new Group("p", "old")))).isNotNull();
    }

    @Test
    void shouldEndAnAlertByTimeAlone() {
        merge("a", 0, 2);
        book.tick(new Moment(Sample.START_MS + 60_000, 0), alerts::add);

        assertThat(alerts).extracting(alert -> alert.said().state().name()).containsExactly("firing", "resolved");
    }

    @Test
    void shouldGiveEachChangeOnceAndLeaveOutRulesThatAreNoMore() {
        merge("a", 0, 0.1);
        merge("a", 1, 0.1);
        assertThat(book.takeChanges()).hasSize(1);
        assertThat(book.takeChanges()).isEmpty();
        merge("a", 2, 0.1);
        assertThat(book.takeChanges()).hasSize(1);

        book.use(RuleSet.of(List.of()));
        assertThat(book.size()).isZero();
        merge("a", 3, 9);
        assertThat(alerts).isEmpty();
        assertThat(book.restore(new StateKey("r", 1, new Group("p", "a")), new byte[0]))
                .isFalse();
    }

    @Test
    void shouldTellTheTimeOfTheEventsAndGoOnWhileNoneComes() {
        var clock = new EventClock(-1, 0);
        assertThat(clock.now(5_000)).isNegative();

        clock.saw(100_000, 5_000);
        assertThat(clock.now(5_000)).isEqualTo(100_000);
        assertThat(clock.now(65_000)).isEqualTo(160_000);
        clock.saw(99_000, 70_000);
        assertThat(clock.now(71_000)).isEqualTo(101_000);
    }
}

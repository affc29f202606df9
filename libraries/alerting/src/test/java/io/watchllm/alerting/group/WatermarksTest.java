package io.watchllm.alerting.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.alerting.ActiveRule;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.Sample;
import io.watchllm.alerting.model.Group;
import io.watchllm.alerting.model.Moment;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.alerting.rule.RuleNames;
import io.watchllm.alerting.window.Accumulator;
import io.watchllm.alerting.window.PaneBatch.Source;
import io.watchllm.alerting.window.PaneDelta;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far the partitions of the events have come, and what is late by that. */
class WatermarksTest {

    private static final long MINUTE_MS = 60_000;
    private static final ActiveRule RULE = Sample.rule("kind: cost_sum, scope: user, window: 1h, warn: 99.5");

    private final EventClock watermarks = new EventClock(Moment.NEVER, 0);
    private final List<RaisedAlert> alerts = new ArrayList<>();
    private final AlertGroups groups = new AlertGroups(RuleSet.of(List.of(RULE.rule())), 10);
    private final EventClock clock = new EventClock(-1, 0);
    private long late;
    private int events;

    private final AlertSink sink = new AlertSink() {
        @Override
        public void raised(RaisedAlert alert) {
            alerts.add(alert);
        }

        @Override
        public void late(Rule rule, long count) {
            late += count;
        }
    };

    @Test
    void shouldBeTheLowestOfAllPartitions() {
        assertThat(watermarkMs(watermarks)).isEqualTo(Moment.NO_WATERMARK);
        saw(watermarks, 1, 500, 1_000);
        assertThat(watermarkMs(watermarks)).isEqualTo(500);
        saw(watermarks, 2, 300, 1_001);
        assertThat(watermarkMs(watermarks)).isEqualTo(300);
        saw(watermarks, 2, 200, 1_002);
        assertThat(watermarkMs(watermarks))
                .as("the watermark of a partition never goes back")
                .isEqualTo(300);
        saw(watermarks, 2, 900, 1_003);
        assertThat(watermarkMs(watermarks)).isEqualTo(500);
    }

    @Test
    void shouldLeaveOutAPartitionThatIsIdleUntilItSendsAgain() {
        saw(watermarks, 1, 100, 0);
        saw(watermarks, 2, 900, EventClock.IDLE_MS - 1);
        assertThat(watermarkMs(watermarks)).isEqualTo(100);
        saw(watermarks, 2, 901, EventClock.IDLE_MS);
        assertThat(watermarkMs(watermarks)).isEqualTo(901);
        saw(watermarks, 1, 150, EventClock.IDLE_MS + 1);
        assertThat(watermarkMs(watermarks)).isEqualTo(150);
    }

    @Test
    void shouldGoOnFromItsBytes() {
        saw(watermarks, 1, 100, 7);
        saw(watermarks, 2, 900, 8);
        var restored = EventClock.of(watermarks.bytes(0), 0);

        assertThat(watermarkMs(restored)).isEqualTo(100);
        saw(restored, 2, 901, 7 + EventClock.IDLE_MS);
        assertThat(watermarkMs(restored)).isEqualTo(901);
        assertThatThrownBy(() -> EventClock.of(new byte[] {2}, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void saw(EventClock clock, int partition, long watermarkMs, long sentMs) {
        clock.saw(new Source(partition, watermarkMs), sentMs);
    }

    private static long watermarkMs(EventClock clock) {
        return clock.moment(0).watermarkMs();
    }

    /** One event of a dollar, and what its partition knows of its time. */
    private void send(int partition, long eventMs, long sentMs) {
        var aggregate = new Accumulator();
        long timeMs = Sample.START_MS + eventMs;
        aggregate.add(RULE.measurement(), Sample.call("e" + events++, timeMs, 1, 1, Outcome.SUCCESS));
        clock.saw(new Source(partition, timeMs), sentMs);
        clock.saw(timeMs, sentMs);
        groups.merge(
                new PaneDelta(RuleNames.of(List.of(RULE.rule())), new Group("p", "u"), RULE.pane(timeMs), aggregate),
                clock.moment(sentMs),
                sink);
    }

    /** After an outage one is ten minutes behind the other, for as long as both catch up. */
    @Test
    void shouldCountEventsOfPartitionsThatCatchUpWithAnotherLag() {
        for (int second = 0; second < 50; second++) {
            send(0, 10 * MINUTE_MS + second * 1_000L, second * 1_000L);
            send(1, second * 1_000L, second * 1_000L);
        }

        assertThat(late).isZero();
        assertThat(alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.finding().actual())
                        .as("dollars in billionths")
                        .isEqualTo(100_000_000_000L));
    }

    @Test
    void shouldNotBeHeldBackByAnIdlePartition() {
        send(1, 0, 0);
        send(0, 10 * MINUTE_MS, 30_000);
        send(0, 5 * MINUTE_MS, 30_000);
        assertThat(late).as("the other one is not idle yet, and further behind").isZero();

        send(0, 10 * MINUTE_MS, MINUTE_MS);
        send(0, 5 * MINUTE_MS, MINUTE_MS);
        assertThat(late).isEqualTo(1);
    }

    /** Old events of one group beside the new ones of others, as when a service sends its history again. */
    @Test
    void shouldMeasureOldEventsByTheNewestOfTheirGroup() {
        clock.saw(new Source(0, Sample.START_MS + 500 * MINUTE_MS), 0);
        for (int minute = 0; minute < 10; minute++) {
            send(0, minute * MINUTE_MS, 1);
        }

        assertThat(late).isZero();
        send(0, 0, 1);
        assertThat(late).as("nine minutes behind the newest").isEqualTo(1);
    }
}

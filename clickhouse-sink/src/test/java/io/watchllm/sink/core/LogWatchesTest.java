package io.watchllm.sink.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchllm.delivery.core.LogBounds;
import org.junit.jupiter.api.Test;

/** What is noticed of a log while it is read: stuck transactions, retention, and who leads it. */
class LogWatchesTest {
    private static LogBounds log(long stable, long end) {
        return new LogBounds(0, stable, end, 0, LogBounds.FOR_EVER);
    }

    @Test
    void shouldSayThatATransactionIsStuckOnceItHasStoodForMinutes() {
        var watch = new StableOffsetWatch();
        watch.look(log(10, 10), 0);
        watch.look(log(10, 15), 1_000);
        watch.look(log(10, 40), 1_000 + StableOffsetWatch.STUCK_MILLIS);

        assertThat(watch.behind()).isEqualTo(30);
        assertThat(watch.trouble(StableOffsetWatch.STUCK_MILLIS - 1)).isEmpty();
        assertThat(watch.trouble(StableOffsetWatch.STUCK_MILLIS)).contains("offset 10", "120 s", "30 records");

        watch.look(log(11, 40), StableOffsetWatch.STUCK_MILLIS + 1);
        assertThat(watch.trouble(StableOffsetWatch.STUCK_MILLIS + 2)).isEmpty();
    }

    @Test
    void shouldNotTakeTransactionsThatFollowEachOtherForOneThatIsStuck() {
        var watch = new StableOffsetWatch();
        for (var i = 0; i < 1_000; i++) {
            watch.look(log(i, i + 5), i * 1_000L);
        }

        assertThat(watch.behind()).isEqualTo(5);
        assertThat(watch.trouble(1_000_000)).isEmpty();
    }

    @Test
    void shouldEstimateHowLongRetentionLeavesWhatIsUnread() {
        var log = new LogBounds(100, 200, 200, 40_000, 60_000);

        // Appended at 40 s and kept for 60 s.
        assertThat(RetentionForecast.secondsLeft(log, 100, -1, 50_000)).isEqualTo(50);
        // Half way between the first record and now.
        assertThat(RetentionForecast.secondsLeft(log, 150, -1, 50_000)).isCloseTo(55, within(0.1));
        assertThat(RetentionForecast.secondsLeft(log, 150, 42_000, 50_000)).isEqualTo(52);
        assertThat(RetentionForecast.secondsLeft(log, 200, -1, 50_000)).isEqualTo(60);
        assertThat(RetentionForecast.secondsLeft(log, 100, -1, 200_000)).isZero();
        assertThat(RetentionForecast.secondsLeft(log(1, 1), 0, -1, 0)).isInfinite();
        assertThat(RetentionForecast.secondsLeft(new LogBounds(0, 1, 1, 0, LogBounds.UNKNOWN), 0, -1, 0))
                .isNaN();
    }

    @Test
    void shouldKnowWhichLeaderWroteTheRecordBeforeAnOffset() {
        var epochs = new LeaderEpochs(10, 3);
        for (var offset = 10L; offset < 20; offset++) {
            epochs.read(offset, 3);
        }
        epochs.read(20, 5);

        assertThat(epochs.before(9)).isNull();
        assertThat(epochs.before(10)).isEqualTo(3);
        assertThat(epochs.before(20)).isEqualTo(3);
        assertThat(epochs.before(21)).isEqualTo(5);
        epochs.forgetBefore(20);
        assertThat(epochs.before(20)).isEqualTo(3);
        epochs.forgetBefore(30);
        assertThat(epochs.before(20)).isNull();
        assertThat(epochs.before(30)).isEqualTo(5);
    }
}

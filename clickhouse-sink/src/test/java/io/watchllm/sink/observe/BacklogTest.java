package io.watchllm.sink.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.LogBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final TopicPartition PARTITION = new TopicPartition("rows", 0);

    private final Backlog backlog = new Backlog(partitions -> CompletableFuture.completedFuture(Map.of()));

    private long now = 1_000_000;

    @Test
    void shouldRememberOnePollOfWhatHasLanded() {
        for (var offset = 0; offset < 1_000; offset++) {
            backlog.polled(PARTITION, offset, offset);
            backlog.passed(PARTITION, offset + 1L);
        }

        assertThat(backlog.polls(PARTITION)).isEqualTo(1);
    }

    @Test
    void shouldAskKafkaLessOftenAtRest() {
        var answers = new ArrayList<LogBounds>();
        var asked = new AtomicInteger();
        var log = new Backlog(partitions -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(Map.of(PARTITION, answers.getLast()));
        });
        answers.add(new LogBounds(0, 100, 100, 1, 1));

        assertThat(asksOfAMinute(log, asked, false)).isEqualTo(60);
        assertThat(asksOfAMinute(log, asked, true)).isEqualTo(6);
        answers.add(new LogBounds(0, 100, 101, 1, 1));
        assertThat(asksOfAMinute(log, asked, true))
                .as("a transaction is open, and may be one that nobody ends")
                .isGreaterThan(50);
    }

    private int asksOfAMinute(Backlog log, AtomicInteger asked, boolean atRest) {
        var before = asked.get();
        for (var i = 0; i < 600; i++) {
            now += 100;
            log.refresh(List.of(PARTITION), atRest, now);
        }
        return asked.get() - before;
    }

    @Test
    void shouldTellHowOldTheFirstRecordIsThatHasNotLanded() {
        backlog.polled(PARTITION, 10, 1_000);
        backlog.polled(PARTITION, 20, 2_000);
        backlog.polled(PARTITION, 30, 3_000);

        assertThat(backlog.time(PARTITION, 25, 5_000)).isEqualTo(Duration.ofSeconds(3));
        assertThat(backlog.time(PARTITION, 31, 5_000)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backlog.time(PARTITION, 5, 5_000)).isEqualTo(Duration.ZERO);
    }
}

package io.watchllm.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final TopicPartition PARTITION = new TopicPartition("rows", 0);

    private final Backlog backlog = new Backlog(partitions -> CompletableFuture.completedFuture(Map.of()));

    @Test
    void shouldRememberOnePollOfWhatHasLanded() {
        for (var offset = 0; offset < 1_000; offset++) {
            backlog.polled(PARTITION, offset, offset);
            backlog.passed(PARTITION, offset + 1L);
        }

        assertThat(backlog.polls(PARTITION)).isEqualTo(1);
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

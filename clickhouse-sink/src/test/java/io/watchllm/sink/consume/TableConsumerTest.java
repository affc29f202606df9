package io.watchllm.sink.consume;

import static io.watchllm.sink.consume.LoopFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.LogBounds;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.core.StoredRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop of a table whose log changes under it. */
class TableConsumerTest {
    @AutoClose
    private final LoopFixture loop = new LoopFixture();

    private final MockConsumer<byte @Nullable [], byte @Nullable []> consumer = loop.consumer;
    private final FakeAccess access = loop.access;

    @BeforeEach
    void begin() {
        loop.begin();
    }

    @Test
    void shouldStopAtALogThatWasCutAndSayFromWhereItDiffers() {
        // When
        consumer.setPollException(
                new LogTruncationException("cut", Map.of(FIRST, 15L), Map.of(FIRST, new OffsetAndMetadata(12))));

        // Then: it stays so, also when it is looked at again
        loop.turnUntil(() -> assertThat(loop.states()).containsExactlyInAnyOrder("idle", "stopped"));
        var status = loop.status();
        assertThat(status.up()).isFalse();
        assertThat(status.detail())
                .contains("rows-0", "back to offset 12", "3 records", "rewind --table t --partition 0 --to-offset 12")
                .doesNotContain("rows-1");
    }

    @Test
    void shouldAskWhereALogWasCutThatEndsBeforeWhatWasRead() {
        // Given: nothing of the partition is read, and the log ends before its commit
        consumer.rebalance(List.of());
        loop.commit(FIRST, 25, OffsetMetadata.landed(3));
        consumer.rebalance(List.of(FIRST));
        loop.turnUntil(() -> assertThat(loop.status().detail())
                .contains("offset 25", "ends at offset 20", "Kafka is asked")
                .doesNotContain("--to-offset"));
        assertThat(consumer.position(FIRST)).isEqualTo(25);

        // When
        consumer.setPollException(
                new LogTruncationException("cut", Map.of(FIRST, 25L), Map.of(FIRST, new OffsetAndMetadata(12))));

        // Then
        loop.turnUntil(() -> assertThat(loop.status().detail())
                .contains("back to offset 12", "13 records", "rewind --table t --partition 0 --to-offset 12"));
    }

    @Test
    void shouldNotReadARangeAgainThatALaterLeaderWrote() {
        // Given: a range is open, of which only the first record is still the one that was read
        consumer.rebalance(List.of());
        loop.commit(FIRST, 7, new OffsetMetadata(3, new Intent(3, 7, 9, 3, 1, 4), BlockCountSnapshot.UNKNOWN));
        access.stored = new StoredRows(10, 10, 9, 3, 3, -1);
        consumer.rebalance(List.of(FIRST));
        loop.turnUntil(() -> assertThat(loop.status().partitions()).hasSize(1));

        // When
        for (var offset = 7; offset < 12; offset++) {
            consumer.addRecord(LoopFixture.record(offset, offset == 7 ? 4 : 6));
        }

        // Then
        loop.turnUntil(() -> assertThat(loop.status().detail())
                .contains("back to offset 8", "2 records", "3 are in the table", "--partition 0 --to-offset 8"));
    }

    @Test
    void shouldStopAPartitionWhosePositionLeftTheLogAndGoOnWithTheOthers() {
        // Given
        assertThat(consumer.committed(Set.of(FIRST)).get(FIRST))
                .extracting("offset")
                .isEqualTo(0L);
        access.log = new LogBounds(5, 20, 20, 1, LogBounds.FOR_EVER);

        // When
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(FIRST, 0L)));

        // Then
        loop.turnUntil(() -> assertThat(loop.status().detail())
                .contains("offset 0, but the log begins at offset 5", "5 records", "accept-loss"));
        assertThat(loop.registry.get("watchllm.sink.gap.offsets").gauge().value())
                .isGreaterThanOrEqualTo(5);
    }

    @Test
    void shouldTellWhatOpenTransactionsHide() {
        // When
        access.log = new LogBounds(0, 20, 27, 1, LogBounds.FOR_EVER);

        // Then
        loop.turnUntil(() -> assertThat(loop.registry
                        .get("watchllm.sink.hidden.records")
                        .gauge()
                        .value())
                .isEqualTo(14));
    }
}

package io.watchllm.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.runtime.Environment;
import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import io.watchllm.sink.core.BlockCountSnapshot;
import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.LogBounds;
import io.watchllm.sink.core.OffsetMetadata;
import io.watchllm.sink.core.OffsetMetadataFormat;
import io.watchllm.sink.core.StoredRows;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop of a table whose log changes under it. */
class TableConsumerTest {
    private static final SinkTable TABLE = SinkTable.of("t", "rows");
    private static final TopicPartition FIRST = new TopicPartition("rows", 0);
    private static final TopicPartition SECOND = new TopicPartition("rows", 1);

    private final SinkSettings settings = SinkSettings.from(new Environment(Map.of(
            "WATCHLLM_KAFKA_BOOTSTRAP", "unused:1",
            "WATCHLLM_SCHEMA_REGISTRY_URL", "http://unused",
            "WATCHLLM_CLICKHOUSE_URL", "http://unused")));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MockConsumer<byte @Nullable [], byte @Nullable []> consumer = new MockConsumer<>("none");

    @AutoClose
    private final FakeAccess access = new FakeAccess();

    private final TurnClock clock = new TurnClock();

    private final TableConsumer loop = new TableConsumer(
            new TableConsumer.Parts(TABLE, settings, consumer, access, new SinkMetrics(registry, clock), clock),
            access.open());

    /** Each turn takes a second. */
    private static final class TurnClock extends Clock {
        private long millis = 1_000_000;

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void begin() {
        access.log = new LogBounds(0, 20, 20, 1, LogBounds.FOR_EVER);
        loop.subscribe();
        consumer.rebalance(List.of(FIRST, SECOND));
        turnUntil(() -> assertThat(states()).containsOnly("idle"));
    }

    private List<String> states() {
        return loop.status().partitions().stream().map(PartitionStatus::state).toList();
    }

    private void turnUntil(Runnable holds) {
        await().untilAsserted(() -> {
            clock.millis += 1_000;
            loop.turn();
            holds.run();
        });
    }

    @Test
    void shouldStopAtALogThatWasCutAndSayFromWhereItDiffers() {
        // When
        consumer.setPollException(
                new LogTruncationException("cut", Map.of(FIRST, 15L), Map.of(FIRST, new OffsetAndMetadata(12))));

        // Then: it stays so, also when it is looked at again
        turnUntil(() -> assertThat(states()).containsExactlyInAnyOrder("idle", "stopped"));
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
        commit(FIRST, 25, OffsetMetadata.landed(3));
        consumer.rebalance(List.of(FIRST));
        turnUntil(() -> assertThat(loop.status().detail())
                .contains("offset 25", "ends at offset 20", "Kafka is asked")
                .doesNotContain("--to-offset"));
        assertThat(consumer.position(FIRST)).isEqualTo(25);

        // When
        consumer.setPollException(
                new LogTruncationException("cut", Map.of(FIRST, 25L), Map.of(FIRST, new OffsetAndMetadata(12))));

        // Then
        turnUntil(() -> assertThat(loop.status().detail())
                .contains("back to offset 12", "13 records", "rewind --table t --partition 0 --to-offset 12"));
    }

    @Test
    void shouldNotReadARangeAgainThatALaterLeaderWrote() {
        // Given: a range is open, of which only the first record is still the one that was read
        consumer.rebalance(List.of());
        commit(FIRST, 7, new OffsetMetadata(3, new Intent(3, 7, 9, 3, 1, 4), BlockCountSnapshot.UNKNOWN));
        access.stored = new StoredRows(10, 10, 9, 3, 3, -1);
        consumer.rebalance(List.of(FIRST));
        turnUntil(() -> assertThat(loop.status().partitions()).hasSize(1));

        // When
        for (var offset = 7; offset < 12; offset++) {
            consumer.addRecord(record(offset, offset == 7 ? 4 : 6));
        }

        // Then
        turnUntil(() -> assertThat(loop.status().detail())
                .contains("back to offset 8", "2 records", "3 are in the table", "--partition 0 --to-offset 8"));
    }

    private void commit(TopicPartition partition, long offset, OffsetMetadata note) {
        var text = OffsetMetadataFormat.text("topic-id", note);
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset, Optional.of(4), text)));
    }

    private static ConsumerRecord<byte @Nullable [], byte @Nullable []> record(long offset, int leaderEpoch) {
        return new ConsumerRecord<>(
                FIRST.topic(),
                FIRST.partition(),
                offset,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.of(leaderEpoch));
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
        turnUntil(() -> assertThat(loop.status().detail())
                .contains("offset 0, but the log begins at offset 5", "5 records", "accept-loss"));
        assertThat(registry.get("watchllm.sink.gap.offsets").gauge().value()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void shouldTellWhatOpenTransactionsHide() {
        // When
        access.log = new LogBounds(0, 20, 27, 1, LogBounds.FOR_EVER);

        // Then
        turnUntil(() -> assertThat(
                        registry.get("watchllm.sink.hidden.records").gauge().value())
                .isEqualTo(14));
    }
}

package io.watchllm.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.core.LogBounds;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.runtime.Environment;
import io.watchllm.sink.observe.SinkMetrics;
import io.watchllm.sink.observe.TableStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a table on a fake consumer. Time goes on by a second with each turn; nothing can be written but dead
 * letters.
 */
final class LoopFixture implements AutoCloseable {
    private static final SinkTable TABLE = SinkTable.of("t", "rows");
    static final TopicPartition FIRST = new TopicPartition("rows", 0);
    static final TopicPartition SECOND = new TopicPartition("rows", 1);

    private final SinkSettings settings = SinkSettings.from(new Environment(Map.of(
            "WATCHLLM_KAFKA_BOOTSTRAP", "unused:1",
            "WATCHLLM_SCHEMA_REGISTRY_URL", "http://unused",
            "WATCHLLM_CLICKHOUSE_URL", "http://unused")));
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    /** What is committed, also of partitions that are not assigned. */
    private final Map<TopicPartition, OffsetAndMetadata> commits = new ConcurrentHashMap<>();

    /** Whether Kafka takes no commits of the loop. */
    boolean commitsFail;

    final MockConsumer<byte @Nullable [], byte @Nullable []> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (commitsFail) {
                throw new TimeoutException("no coordinator");
            }
            super.commitSync(offsets, timeout);
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            commits.putAll(offsets);
            super.commitSync(offsets);
        }
    };

    final FakeAccess access = new FakeAccess();

    final TurnClock clock = new TurnClock();

    final TableConsumer consumerLoop = new TableConsumer(
            new TableConsumer.Parts(TABLE, settings, consumer, access, new SinkMetrics(registry, clock), clock),
            access.open());

    /** Each turn takes a second. */
    static final class TurnClock extends Clock {
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

    /** Assigns two partitions, and waits until they have begun. */
    void begin() {
        access.log = new LogBounds(0, 20, 20, 1, LogBounds.FOR_EVER);
        consumerLoop.subscribe();
        consumer.rebalance(List.of(FIRST, SECOND));
        turnUntil(() -> assertThat(states()).containsOnly("idle"));
    }

    TableStatus status() {
        return consumerLoop.status();
    }

    List<String> states() {
        return status().partitions().stream()
                .map(partition -> partition.pipeline().state())
                .toList();
    }

    void turnUntil(Runnable holds) {
        await().untilAsserted(() -> {
            clock.millis += 1_000;
            consumerLoop.turn();
            holds.run();
        });
    }

    /** Commits as another sink. */
    void commit(TopicPartition partition, long offset, OffsetMetadata note) {
        var text = note.text("topic-id");
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset, Optional.of(4), text)));
    }

    static ConsumerRecord<byte @Nullable [], byte @Nullable []> record(long offset, int leaderEpoch) {
        return record(offset, leaderEpoch, null);
    }

    static ConsumerRecord<byte @Nullable [], byte @Nullable []> record(
            long offset, int leaderEpoch, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                FIRST.topic(),
                FIRST.partition(),
                offset,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                null,
                value,
                new RecordHeaders(),
                Optional.of(leaderEpoch));
    }

    /** What is committed of the first partition. */
    OffsetAndMetadata committed() {
        return Objects.requireNonNull(commits.get(FIRST));
    }

    @Override
    public void close() {
        access.close();
    }
}

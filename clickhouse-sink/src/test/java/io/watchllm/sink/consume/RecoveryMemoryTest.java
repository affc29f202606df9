package io.watchllm.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.core.DedupWindow;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.LogBounds;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.delivery.kafka.LogReader;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.delivery.table.LandedRows;
import io.watchllm.delivery.table.RowTimes;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
import io.watchllm.runtime.Environment;
import io.watchllm.sink.observe.SinkMetrics;
import io.watchllm.sink.table.BatchWriter;
import io.watchllm.sink.table.BlockCountSnapshots;
import io.watchllm.sink.table.NoServer;
import io.watchllm.sink.table.RangeVerifier;
import io.watchllm.sink.table.ShardWriters;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One sink takes over the open ranges of many that died. */
class RecoveryMemoryTest {
    private static final String TOPIC = "rows";
    private static final int PARTITIONS = 12;
    private static final int ROWS = 100;
    private static final int TEXT = 10_000;
    private static final long BOUND = 2 << 20;
    /** One range with the room that its buffers have left, and one poll. */
    private static final long ABOVE_MAX = 2L * ROWS * TEXT;

    private static final int TURNS_AWAY = 60;
    private static final int TURNS_MAX = 20_000;

    private final SinkSettings settings = SinkSettings.from(new Environment(Map.of(
            "WATCHLLM_KAFKA_BOOTSTRAP", "unused:1",
            "WATCHLLM_SCHEMA_REGISTRY_URL", "http://unused",
            "WATCHLLM_CLICKHOUSE_URL", "http://unused",
            "WATCHLLM_SINK_IN_FLIGHT_BYTES", Long.toString(BOUND),
            "WATCHLLM_SINK_AUDIT_INTERVAL", "0s")));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong now = new AtomicLong();
    private final MockConsumer<byte @Nullable [], byte @Nullable []> consumer = new MockConsumer<>("earliest");

    @AutoClose
    private final ClickHouseServer client = NoServer.open();

    private volatile boolean away = true;
    private TableConsumer table;
    private double most;

    @BeforeEach
    void takeOver() {
        var parts = new TableConsumer.Parts(
                SinkTable.of("t", TOPIC),
                settings,
                consumer,
                new Access(),
                new SinkMetrics(registry, new Ticks()),
                new Ticks());
        table = new TableConsumer(parts, new TableAccess.Opened(RowTexts.COLUMNS, writers()));
        table.subscribe();
        var partitions = partitions();
        consumer.updateBeginningOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> 0L)));
        consumer.rebalance(partitions);
        Map<TopicPartition, OffsetAndMetadata> open = new HashMap<>();
        var note = new OffsetMetadata(1, new Intent(1, 0, ROWS - 1, ROWS), BlockCountSnapshot.UNKNOWN);
        partitions.forEach(partition -> open.put(partition, new OffsetAndMetadata(0, note.text("id"))));
        consumer.commitSync(open);
        consumer.setMaxPollRecords(50);
        for (var offset = 0; offset < ROWS; offset++) {
            for (var partition : partitions) {
                consumer.addRecord(new ConsumerRecord<byte @Nullable [], byte @Nullable []>(
                        TOPIC, partition.partition(), offset, null, RowTexts.wire(TEXT)));
            }
        }
    }

    @Test
    void shouldHoldOneRangeAboveItsBoundAtMostAndFinishEach() throws Exception {
        // When: ClickHouse is away, so that nothing that is read again becomes free
        for (var turn = 0; turn < TURNS_AWAY; turn++) {
            turn();
        }

        // Then
        assertThat(most).isGreaterThan(BOUND).isLessThanOrEqualTo(BOUND + ABOVE_MAX);

        away = false;
        for (var turn = 0; turn < TURNS_MAX && !allLanded(); turn++) {
            turn();
        }
        assertThat(allLanded()).as("all ranges have landed").isTrue();
        assertThat(most).isLessThanOrEqualTo(BOUND + ABOVE_MAX);
    }

    private void turn() throws InterruptedException {
        now.addAndGet(200);
        table.turn();
        most = Math.max(most, registry.get("watchllm.sink.in.flight").gauge().value());
    }

    private boolean allLanded() {
        return consumer.committed(partitions()).values().stream().allMatch(commit -> commit.offset() == ROWS);
    }

    private static Set<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .collect(Collectors.toSet());
    }

    /** Every range is in the table already, once that can be asked. */
    private DedupWindowCheck.Held held(int partition, Intent range) {
        if (away) {
            throw new TableUnreadableException("ClickHouse is away");
        }
        return new DedupWindowCheck.Held(range.rows(), range.rows(), 0);
    }

    private ShardWriters writers() {
        var reader = new TableReader(client.sql(), "t");
        var counts = new BlockCountSnapshots(reader, "", List.of(), new Ticks());
        var verifier = new RangeVerifier(this::held, counts, new DedupWindowCheck(List.of(new DedupWindow("d.t", 10))));
        var writer =
                new BatchWriter(new BlockInserter(client.blocks(), "`d`.`t`", Map.of()), deadLetters -> {}, verifier);
        return new ShardWriters(List.of(new ShardWriters.Shard("", writer, counts)));
    }

    private final class Ticks extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now.get());
        }
    }

    private final class Access implements TableAccess {
        @Override
        public Opened open() {
            throw new IllegalStateException("nothing is to be mended");
        }

        @Override
        public List<TableColumn> columns() {
            return RowTexts.COLUMNS;
        }

        @Override
        public LandedRows landedRows() {
            return RecoveryMemoryTest.this::held;
        }

        @Override
        public SchemaSource schemas() {
            return id -> new SchemaSource.Known(RowTexts.SCHEMA);
        }

        @Override
        public CompletableFuture<String> topicId(String topic) {
            return CompletableFuture.completedFuture("id");
        }

        @Override
        public StoredRows storedRows(StoredRows.Question question) {
            return StoredRows.NONE;
        }

        @Override
        public LogReader logs() {
            return partitions -> CompletableFuture.completedFuture(partitions.stream()
                    .collect(Collectors.toMap(
                            partition -> partition, partition -> new LogBounds(0, ROWS, ROWS, 0, LogBounds.FOR_EVER))));
        }

        @Override
        public RowTimes rowTimes() {
            return (partition, range) -> null;
        }
    }
}

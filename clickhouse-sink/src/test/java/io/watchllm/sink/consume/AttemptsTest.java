package io.watchllm.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.core.StartRules;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.runtime.Environment;
import io.watchllm.sink.core.SealReason;
import io.watchllm.sink.observe.FreshnessProbe;
import io.watchllm.sink.observe.LandedRowCheck;
import io.watchllm.sink.observe.SinkMetrics;
import io.watchllm.sink.table.BatchWriter;
import io.watchllm.sink.table.BlockCountSnapshots;
import io.watchllm.sink.table.DeadLetters;
import io.watchllm.sink.table.NoServer;
import io.watchllm.sink.table.RangeVerifier;
import io.watchllm.sink.table.ShardWriters;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attempts that end badly, or not at all. What they write is one dead letter, so that no engine is needed. */
class AttemptsTest {
    private static final TopicPartition PARTITION = new TopicPartition("rows", 0);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String HOME = "00112233aabb";

    private final SinkSettings settings = SinkSettings.from(new Environment(Map.of(
            "WATCHLLM_KAFKA_BOOTSTRAP", "unused:1",
            "WATCHLLM_SCHEMA_REGISTRY_URL", "http://unused",
            "WATCHLLM_CLICKHOUSE_URL", "http://unused",
            "WATCHLLM_SINK_INSERT_TIMEOUT", "10s",
            "WATCHLLM_SINK_INSERTS", "1")));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SinkMetrics.TableMetrics metrics = new SinkMetrics(registry, Clock.systemUTC()).table("t");
    private final ClickHouseServer client = NoServer.open();
    private final PartitionPipelines pipelines = new PartitionPipelines(
            settings, new RowEncoder("t", List.of(), id -> new SchemaSource.Unknown("none"), metrics), metrics);

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void shouldMakeAnErrorAnOutcome() throws Exception {
        var attempts = attempts(deadLetters -> {
            throw new StackOverflowError("deep");
        });
        send(attempts);

        attempts.awaitOne(DEADLINE);
        attempts.react(pipelines, 0);

        assertThat(pipeline().state(1).state()).isEqualTo("waiting");
        assertThat(pipeline().state(1).trouble()).contains("StackOverflowError");
    }

    @Test
    void shouldGiveUpAnAttemptThatDoesNotEndAndNotListenToItLater() throws Exception {
        // Given
        var interrupted = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var attempts = attempts(deadLetters -> {
            try {
                never.await();
            } finally {
                interrupted.countDown();
            }
        });
        send(attempts);

        // When
        attempts.react(pipelines, 14_999);
        assertThat(pipeline().state(1).state()).isEqualTo("sending");
        attempts.react(pipelines, 15_000);

        // Then
        assertThat(pipeline().state(1).state()).isEqualTo("waiting");
        assertThat(pipeline().state(1).trouble()).contains("WATCHLLM_SINK_INSERT_TIMEOUT");
        assertThat(pipeline().state(1).inDoubt()).isTrue();
        assertThat(interrupted.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // It may have come in time for the reaction above, or it comes now.
        await().atMost(DEADLINE).pollInSameThread().untilAsserted(() -> {
            attempts.react(pipelines, 15_000);
            assertThat(registry.get("watchllm.sink.late.completions").counter().count())
                    .isEqualTo(1);
        });
        assertThat(pipeline().state(1).state()).isEqualTo("waiting");
    }

    @Test
    void shouldSendNoMoreThanItMayAtATimeAndFirstWhatWasDueFirst() throws Exception {
        // Given
        var other = new TopicPartition("rows", 1);
        var attempts = attempts(deadLetters -> {});
        open(PARTITION, 7);
        open(other, 6);

        // When
        attempts.send(pipelines, 10);

        // Then
        assertThat(pipeline(other).state(1).state()).isEqualTo("sending");
        assertThat(pipeline().state(1).state()).isEqualTo("waiting");
        attempts.awaitOne(DEADLINE);
        attempts.react(pipelines, 10);
        attempts.send(pipelines, 10);
        assertThat(pipeline().state(1).state()).isEqualTo("sending");
    }

    private PartitionPipeline pipeline() {
        return pipeline(PARTITION);
    }

    private PartitionPipeline pipeline(TopicPartition partition) {
        return Objects.requireNonNull(pipelines.of(partition));
    }

    private void send(Attempts attempts) {
        open(PARTITION, 0);
        attempts.send(pipelines, 0);
    }

    /** Its batch is open, and due at this time. */
    private void open(TopicPartition partition, long dueMillis) {
        var begin = new StartRules.Begin(5, null, OffsetMetadata.landed(1), 0);
        pipelines.begin(partition, new Starts.Found("id", -1, begin), begin);
        var pipeline = pipeline(partition);
        var record =
                new ConsumerRecord<byte @Nullable [], byte @Nullable []>("rows", partition.partition(), 5, null, null);
        pipeline.take(List.of(record), 0);
        pipeline.flush(SealReason.FLUSH, 0);
        var offsets = pipeline.offsets();
        offsets.committed(Objects.requireNonNull(offsets.request(() -> BlockCountSnapshot.UNKNOWN)), dueMillis);
    }

    private Attempts attempts(DeadLetters deadLetters) {
        var reader = new TableReader(client.sql(), "t");
        var counts = new BlockCountSnapshots(reader, HOME, List.of(), Clock.systemUTC());
        var verifier = new RangeVerifier(reader, counts, new DedupWindowCheck(List.of()));
        var writer = new BatchWriter(new BlockInserter(client.blocks(), "`d`.`t`", Map.of()), deadLetters, verifier);
        var landedRows = new LandedRowCheck((partition, range) -> new DedupWindowCheck.Held(0, 0, 0), metrics, 1, 0);
        var freshness = new FreshnessProbe((partition, range) -> null, Duration.ZERO, metrics, Clock.systemUTC());
        var writers = new ShardWriters(List.of(new ShardWriters.Shard(HOME, writer, counts)));
        return new Attempts(writers, settings, metrics, landedRows, freshness);
    }
}

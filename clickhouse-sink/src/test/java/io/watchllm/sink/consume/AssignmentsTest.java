package io.watchllm.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.LogBounds;
import io.watchllm.delivery.core.LogCut;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.delivery.core.StartRules;
import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.runtime.Environment;
import io.watchllm.sink.observe.Backlog;
import io.watchllm.sink.observe.SinkMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where assigned partitions begin, and those that must wait. */
class AssignmentsTest {
    private static final TopicPartition PARTITION = new TopicPartition("rows", 0);
    private static final OffsetMetadata OPEN =
            new OffsetMetadata(3, new Intent(3, 7, 9, 3), BlockCountSnapshot.UNKNOWN);

    private final SinkSettings settings = SinkSettings.from(new Environment(Map.of(
            "WATCHLLM_KAFKA_BOOTSTRAP", "unused:1",
            "WATCHLLM_SCHEMA_REGISTRY_URL", "http://unused",
            "WATCHLLM_CLICKHOUSE_URL", "http://unused",
            "WATCHLLM_SINK_RETRY_BACKOFF_MAX", "100ms",
            "WATCHLLM_SINK_FAULT_INTERVAL", "100ms")));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SinkMetrics.TableMetrics metrics = new SinkMetrics(registry, Clock.systemUTC()).table("t");
    private final PartitionPipelines pipelines = new PartitionPipelines(
            settings, new RowEncoder("t", List.of(), id -> new SchemaSource.Unknown("none"), metrics), metrics);

    @AutoClose
    private final FakeAccess access = new FakeAccess();

    private boolean coordinatorAway;
    private final MockConsumer<byte @Nullable [], byte @Nullable []> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration timeout) {
            if (coordinatorAway) {
                throw new KafkaException("no coordinator");
            }
            return super.committed(partitions, timeout);
        }
    };
    private final Assignments assignments = new Assignments(
            new Starts("t", "rows", access, Clock.systemUTC()),
            consumer,
            metrics,
            settings.inserting(),
            pipelines,
            new Backlog(access.logs()));

    @BeforeEach
    void assign() {
        access.log = new LogBounds(0, 20, 20, 1, LogBounds.FOR_EVER);
        consumer.assign(Set.of(PARTITION));
        commit(7, OPEN.text("topic-id"));
        assignments.add(Set.of(PARTITION));
    }

    private void commit(long offset, String metadata) {
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset, Optional.of(4), metadata)));
    }

    @Test
    void shouldBeginWhereTheCommitSaysOnceTheTopicIdIsKnown() {
        access.topicId = new CompletableFuture<>();

        assignments.open(0);
        assertThat(pipelines.states(1)).isEmpty();
        assertThat(consumer.paused()).containsExactly(PARTITION);
        access.topicId.complete("topic-id");
        assignments.open(0);

        assertThat(pipelines.states(1)).containsOnlyKeys(PARTITION);
        assertThat(pipeline().state(1).open()).isEqualTo(OPEN.open());
        assertThat(consumer.position(PARTITION)).isEqualTo(7);
        assertThat(assignments.isEmpty()).isTrue();
        assertThat(assignments.trouble()).isEmpty();
    }

    @Test
    void shouldSayWhatIsTheMatterAndAskAgainLater() {
        access.topicId = CompletableFuture.failedFuture(new TimeoutException("no broker"));

        assignments.open(0);
        access.topicId = CompletableFuture.completedFuture("topic-id");
        assertThat(assignments.trouble()).contains("1 partitions wait", "no broker");
        assignments.open(99);
        assertThat(pipelines.states(1)).isEmpty();
        assignments.open(100);

        assertThat(pipelines.states(1)).containsOnlyKeys(PARTITION);
    }

    @Test
    void shouldAskAgainWhenTheCommittedOffsetsAreNotToBeHad() {
        coordinatorAway = true;

        assignments.open(0);
        assertThat(assignments.trouble()).contains("no coordinator");
        coordinatorAway = false;
        assignments.open(100);

        assertThat(pipelines.states(1)).containsOnlyKeys(PARTITION);
    }

    @Test
    void shouldForgetAPartitionThatIsTakenAway() {
        assignments.remove(Set.of(PARTITION));

        assignments.open(0);

        assertThat(pipelines.states(1)).isEmpty();
        assertThat(assignments.isEmpty()).isTrue();
    }

    @Test
    void shouldNotBeginBehindAGapUntilItIsAccepted() {
        // Given
        commit(7, OffsetMetadata.landed(3).text("topic-id"));
        access.log = new LogBounds(12, 20, 20, 1, LogBounds.FOR_EVER);

        // When
        open(0);
        await().untilAsserted(() -> {
            open(0);
            assertThat(assignments.stopped()).containsOnlyKeys(PARTITION);
        });

        // Then
        assertThat(pipelines.states(1)).isEmpty();
        var stop = stop();
        assertThat(stop.gap()).isEqualTo(5);
        assertThat(stop.why()).contains("offset 7", "offset 12", "5 records", "watchllm sink accept-loss");

        // When
        access.stored = new StoredRows(7, 0, 6, 0, 0, 12);
        await().untilAsserted(() -> {
            open(1_000);
            assertThat(pipelines.states(1)).containsOnlyKeys(PARTITION);
        });

        // Then
        assertThat(assignments.stopped()).isEmpty();
        assertThat(consumer.position(PARTITION)).isEqualTo(12);
        assertThat(registry.get("watchllm.sink.lost.offsets").counter().count()).isEqualTo(5);
    }

    private PartitionPipeline pipeline() {
        return Objects.requireNonNull(pipelines.of(PARTITION));
    }

    private StartRules.Stop stop() {
        return Objects.requireNonNull(assignments.stopped().get(PARTITION)).stop();
    }

    private void open(long now) {
        assignments.open(now);
    }

    @Test
    void shouldNotBeginAgainInALogThatWasCut() {
        assignments.cut(PARTITION, new LogCut("topic-id", 12, 9L));

        await().untilAsserted(() -> {
            open(0);
            assertThat(assignments.stopped()).containsOnlyKeys(PARTITION);
        });

        assertThat(pipelines.states(1)).isEmpty();
        // The open range has not landed, so what of it lies before the cut is to be read too.
        assertThat(stop().why()).contains("back to offset 9", "range 7 to 9", "0 are in the table", "--to-offset 7");
    }

    @Test
    void shouldBeginInATopicThatTookTheNameOfOneWhoseLogWasCut() {
        assignments.cut(PARTITION, new LogCut("another-id", 12, 9L));

        assignments.open(0);

        assertThat(pipelines.states(1)).containsOnlyKeys(PARTITION);
    }

    @Test
    void shouldSayTheLeaderEpochWithEachCommit() {
        // Given
        commit(7, OffsetMetadata.landed(3).text("topic-id"));
        assignments.open(0);
        var commits = new Commits("t", consumer, pipelines);

        // When
        commits.commit(pipeline -> pipeline.offsets().landed(), 0);

        // Then
        var commit =
                Objects.requireNonNull(consumer.committed(Set.of(PARTITION)).get(PARTITION));
        assertThat(commit.leaderEpoch()).hasValue(4);
        assertThat(commit.metadata()).isEqualTo(OffsetMetadata.landed(3).text("topic-id"));
    }
}

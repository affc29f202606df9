package io.watchllm.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.service.Environment;
import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.encode.SchemaSource;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Assignments while Kafka does not say where to begin. */
class AssignmentsTest {
    private static final TopicPartition PARTITION = new TopicPartition("rows", 0);

    private final SinkSettings settings = SinkSettings.from(new Environment(Map.of(
            "WATCHLLM_KAFKA_BOOTSTRAP", "unused:1",
            "WATCHLLM_SCHEMA_REGISTRY_URL", "http://unused",
            "WATCHLLM_CLICKHOUSE_URL", "http://unused")));
    private final SinkMetrics.TableMetrics metrics =
            new SinkMetrics(new SimpleMeterRegistry(), Clock.systemUTC()).table("t");
    private final Flows flows = new Flows(
            settings,
            new RowEncoder("t", List.of(), id -> new SchemaSource.Unknown("none"), metrics),
            metrics,
            Clock.systemUTC());
    private final MockConsumer<byte @Nullable [], byte @Nullable []> consumer = new MockConsumer<>("earliest");
    private final StatusBoard board =
            new StatusBoard(new Backlog(partitions -> CompletableFuture.completedFuture(Map.of())));
    private final Queue<CompletableFuture<String>> answers = new ArrayDeque<>();
    private final Assignments assignments = new Assignments("rows", consumer, topic -> answers.remove(), board);

    @BeforeEach
    void assign() {
        consumer.assign(Set.of(PARTITION));
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(7, "v1|3|7|9|3")));
        assignments.add(Set.of(PARTITION));
    }

    @Test
    void shouldKeepThePartitionPausedUntilTheTopicIdIsKnown() {
        var answer = new CompletableFuture<String>();
        answers.add(answer);

        assignments.open(flows, 0, 100);
        assertThat(flows.all()).isEmpty();
        assertThat(consumer.paused()).containsExactly(PARTITION);
        answer.complete("id");
        assignments.open(flows, 0, 100);

        assertThat(flows.all()).containsOnlyKeys(PARTITION);
        assertThat(assignments.isEmpty()).isTrue();
        assertThat(assignments.trouble()).isEmpty();
    }

    @Test
    void shouldSayWhatIsTheMatterAndAskAgainLater() {
        answers.add(CompletableFuture.failedFuture(new TimeoutException("no broker")));
        answers.add(CompletableFuture.completedFuture("id"));

        assignments.open(flows, 0, 100);
        assertThat(assignments.trouble()).contains("1 partitions wait", "no broker");
        assignments.open(flows, 99, 100);
        assertThat(flows.all()).isEmpty();
        assignments.open(flows, 100, 100);

        assertThat(flows.all()).containsOnlyKeys(PARTITION);
    }

    @Test
    void shouldAskAgainWhenTheCommittedOffsetsAreNotToBeHad() {
        answers.add(CompletableFuture.completedFuture("id"));
        answers.add(CompletableFuture.completedFuture("id"));
        consumer.close();
        var reopened = new MockConsumer<byte @Nullable [], byte @Nullable []>("earliest") {
            private boolean broken = true;

            @Override
            public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                    Set<TopicPartition> partitions, java.time.Duration timeout) {
                if (broken) {
                    broken = false;
                    throw new KafkaException("no coordinator");
                }
                return Map.of(PARTITION, new OffsetAndMetadata(7, "v1|3"));
            }
        };
        reopened.assign(Set.of(PARTITION));
        var waiting = new Assignments("rows", reopened, topic -> answers.remove(), board);
        waiting.add(Set.of(PARTITION));

        waiting.open(flows, 0, 100);
        assertThat(waiting.trouble()).contains("no coordinator");
        waiting.open(flows, 100, 100);

        assertThat(flows.all()).containsOnlyKeys(PARTITION);
    }

    @Test
    void shouldForgetAPartitionThatIsTakenAway() {
        assignments.remove(Set.of(PARTITION));

        assignments.open(flows, 0, 100);

        assertThat(flows.all()).isEmpty();
        assertThat(assignments.isEmpty()).isTrue();
    }
}

package io.watchllm.processor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.localstack.LocalKafka;
import io.watchllm.processor.core.EventFingerprint;
import io.watchllm.processor.core.SeenIds;
import io.watchllm.processor.core.SeenIds.FirstSeen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a broker still has of a changelog after it was trimmed. */
@Timeout(120)
class ChangelogTrimIT {
    private static final String TOPIC = "app-seen-ids-changelog";
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final long STEP_MILLIS = Duration.ofMinutes(10).toMillis();

    @Test
    void shouldKeepAWindowBeforeWhatWasCommittedARoundAgo() throws Exception {
        try (var kafka = LocalKafka.start();
                var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()))) {
            // Given: a record each ten minutes for five hours.
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1).configs(Map.of("retention.ms", "-1"))))
                    .all()
                    .get();
            write(kafka.bootstrap());
            var board = new SeenIdsRegistry();
            var ids = new SeenIds(WINDOW, 1_000);
            var task = new TaskId(0, 0);
            board.opened(task, ids);
            try (var trim = new ChangelogTrim(
                    Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap())),
                    "app",
                    WINDOW,
                    board)) {
                // When: the newest arrival of this round may not be committed yet.
                see(ids, 12);
                trim.round();
                assertThat(begin(admin)).isZero();

                // Then: by the next it is, and the window before it stays.
                see(ids, 29);
                trim.round();
                assertThat(begin(admin)).isEqualTo(12 - 6);

                // When the partition comes back as another store, what that has seen last is not committed yet.
                board.closed(task, ids);
                var again = new SeenIds(WINDOW, 1_000);
                board.opened(task, again);
                see(again, 29);
                trim.round();
                assertThat(begin(admin)).isEqualTo(12 - 6);
                trim.round();
                assertThat(begin(admin)).isEqualTo(29 - 6);
            }
        }
    }

    private static void see(SeenIds ids, int step) {
        ids.put(new EventFingerprint.Id(step, step), new FirstSeen(0, START_MILLIS + step * STEP_MILLIS));
    }

    private static long begin(Admin admin) throws Exception {
        var partition = new TopicPartition(TOPIC, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static void write(String bootstrap) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var step = 0; step < 30; step++) {
                var _ = producer.send(
                        new ProducerRecord<>(TOPIC, 0, START_MILLIS + step * STEP_MILLIS, new byte[16], new byte[16]));
            }
        }
    }
}

package io.watchllm.notifier.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.notifier.Alerts;
import io.watchllm.notifier.core.AlertId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UndeliveredAlertTest {
    private final UndeliveredAlert alert = new UndeliveredAlert(
            "ops", new AlertId("shop|x", "a-1"), Alerts.TIME, "answered 500", "watchllm.alerts/0/7", new byte[] {0, 1, 2
            });

    @Test
    void shouldComeBackAsItWasWritten() {
        var back = UndeliveredAlert.from(read(alert.toRecord()));

        assertThat(back).usingRecursiveComparison().isEqualTo(alert);
        assertThat(back.key()).isEqualTo("ops|shop\\|x|a-1");
        assertThat(back.resolved()).isFalse();
    }

    @Test
    void shouldBeResolvedByARecordOfTheSameKeyWithoutValue() {
        var resolved = alert.resolvedAt(Alerts.TIME.plusSeconds(9));

        assertThat(resolved.toRecord().key()).isEqualTo(alert.toRecord().key());
        assertThat(UndeliveredAlert.from(read(resolved.toRecord())).resolved()).isTrue();
    }

    @Test
    void shouldHaveAKeyForEachProject() {
        var other = new UndeliveredAlert(
                "ops", new AlertId("shop", "x|a-1"), Alerts.TIME, "answered 500", "watchllm.alerts/0/8", new byte[0]);

        assertThat(other.key()).isNotEqualTo(alert.key());
    }

    @Test
    void shouldStayBoundedWhateverTheAlertHolds() {
        var long1 = hostile("x".repeat(1 << 20) + "1");
        var long2 = hostile("x".repeat(1 << 20) + "2");

        assertThat(long1.toRecord().key())
                .hasSizeLessThan(2_000)
                .isNotEqualTo(long2.toRecord().key());
        assertThat(long1.toRecord().headers())
                .allSatisfy(header -> assertThat(header.value()).hasSizeLessThan(4_000));
        assertThat(UndeliveredAlert.from(read(long1.toRecord())).key()).isEqualTo(long1.key());
    }

    @Test
    void shouldKeepThatAnAlertWasTooLargeToBeKept() throws Exception {
        var producer =
                new MockProducer<byte[], byte @Nullable []>(
                        true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte @Nullable []> record) {
                        var value = record.value();
                        return value != null && value.length > 2
                                ? CompletableFuture.failedFuture(new RecordTooLargeException("too large"))
                                : super.send(record);
                    }
                };

        try (var topic = new UndeliveredTopic(producer)) {
            topic.keep(List.of(alert));
        }

        var kept = UndeliveredAlert.from(read(producer.history().getFirst()));
        assertThat(kept.key()).isEqualTo(alert.key());
        assertThat(kept.resolved()).isFalse();
        assertThat(kept.error()).contains("too large", "answered 500");
    }

    private static UndeliveredAlert hostile(String text) {
        return new UndeliveredAlert(
                "ops", new AlertId(text, text), Alerts.TIME, text, "watchllm.alerts/0/7", new byte[0]);
    }

    @Test
    void shouldNameTheHeaderThatIsMissing() {
        var record = new ConsumerRecord<byte @Nullable [], byte @Nullable []>("t", 0, 0, null, null);

        assertThatThrownBy(() -> UndeliveredAlert.from(record)).hasMessage("it has no header watchllm.target");
    }

    private static ConsumerRecord<byte @Nullable [], byte @Nullable []> read(
            ProducerRecord<byte[], byte @Nullable []> written) {
        return new ConsumerRecord<>(
                written.topic(),
                0,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                written.key(),
                written.value(),
                new RecordHeaders(written.headers().toArray()),
                Optional.empty());
    }
}

package io.watchllm.notifier.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.notifier.Alerts;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UndeliveredAlertTest {
    private final UndeliveredAlert alert = new UndeliveredAlert(
            "ops", "a-1", Alerts.TIME, "answered 500", "watchllm.alerts/0/7", new byte[] {0, 1, 2});

    @Test
    void shouldComeBackAsItWasWritten() {
        var back = UndeliveredAlert.from(read(alert.toRecord()));

        assertThat(back).usingRecursiveComparison().isEqualTo(alert);
        assertThat(back.key()).isEqualTo("ops|a-1");
        assertThat(back.settled()).isFalse();
    }

    @Test
    void shouldBeSettledByARecordOfTheSameKeyWithoutValue() {
        var settled = alert.settledAt(Alerts.TIME.plusSeconds(9));

        assertThat(settled.toRecord().key()).isEqualTo(alert.toRecord().key());
        assertThat(UndeliveredAlert.from(read(settled.toRecord())).settled()).isTrue();
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

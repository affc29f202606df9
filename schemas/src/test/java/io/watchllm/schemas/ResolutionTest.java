package io.watchllm.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.schemas.DeadLetter.FromInput;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import io.watchllm.schemas.Resolution.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResolutionTest {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00Z");

    @Test
    void shouldComeBackAsItWasUnderTheKeyOfTheDeadLetter() {
        var deadLetter = deadLetter("broken");
        var resolution = Resolution.of(deadLetter, Outcome.REPLAYED, TIME, "somebody", "watchllm.events/2/90");

        var record = consumed(resolution.toRecord());

        assertThat(record.key()).isEqualTo(deadLetter.toRecord().key());
        assertThat(record.value()).isNull();
        assertThat(Resolution.isOne(record)).isTrue();
        assertThat(Resolution.from(record)).isEqualTo(resolution);
        assertThat(resolution.resolves(deadLetter)).isTrue();
    }

    @Test
    void shouldNotResolveAnotherDeadLetterOfTheSamePlace() {
        var resolution = Resolution.of(deadLetter("monday"), Outcome.DROPPED, TIME, "somebody", "");

        assertThat(resolution.resolves(deadLetter("tuesday"))).isFalse();
        assertThat(resolution.resolves(deadLetter("monday"))).isTrue();
    }

    @Test
    void shouldTakeADeadLetterForADeadLetterWhateverHeadersItsRecordHad() {
        var odd = new DeadLetter(
                null,
                null,
                List.of(new RecordHeader("watchllm.resolved", "dropped".getBytes(UTF_8))),
                new FromInput("-", 1),
                new Refusal(Stage.PRODUCER, "not_an_event", "e", TIME));

        assertThat(Resolution.isOne(consumed(odd.toRecord()))).isFalse();
    }

    @Test
    void shouldNameWhatIsMissing() {
        var record = Resolution.of(deadLetter("a"), Outcome.DROPPED, TIME, "somebody", "")
                .toRecord();
        record.headers().remove("watchllm.digest");

        assertThatThrownBy(() -> Resolution.from(consumed(record)))
                .hasMessageContaining("is no resolution: no watchllm.digest among its headers");
    }

    private static DeadLetter deadLetter(String value) {
        return new DeadLetter(
                null,
                value.getBytes(UTF_8),
                List.of(),
                new FromInput("-", 3),
                new Refusal(Stage.PRODUCER, "not_an_event", "e", TIME));
    }

    private static ConsumerRecord<byte @Nullable [], byte @Nullable []> consumed(
            ProducerRecord<byte[], byte @Nullable []> record) {
        return new ConsumerRecord<>(
                record.topic(),
                0,
                5,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }
}

package io.watchllm.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.schemas.DeadLetter.FromInput;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import io.watchllm.schemas.Settlement.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00Z");

    @Test
    void shouldComeBackAsItWasUnderTheKeyOfTheLetter() {
        var letter = letter("broken");
        var settlement = Settlement.of(letter, Outcome.REPLAYED, TIME, "somebody", "watchllm.events/2/90");

        var record = consumed(settlement.toRecord());

        assertThat(record.key()).isEqualTo(letter.toRecord().key());
        assertThat(record.value()).isNull();
        assertThat(Settlement.isOne(record)).isTrue();
        assertThat(Settlement.from(record)).isEqualTo(settlement);
        assertThat(settlement.settles(letter)).isTrue();
    }

    @Test
    void shouldNotSettleAnotherLetterOfTheSamePlace() {
        var settlement = Settlement.of(letter("monday"), Outcome.DROPPED, TIME, "somebody", "");

        assertThat(settlement.settles(letter("tuesday"))).isFalse();
        assertThat(settlement.settles(letter("monday"))).isTrue();
    }

    @Test
    void shouldTakeALetterForALetterWhateverHeadersItsRecordHad() {
        var odd = new DeadLetter(
                null,
                null,
                List.of(new RecordHeader("watchllm.settled", "dropped".getBytes(UTF_8))),
                new FromInput("-", 1),
                new Refusal(Stage.PRODUCER, "not_an_event", "e", TIME));

        assertThat(Settlement.isOne(consumed(odd.toRecord()))).isFalse();
    }

    @Test
    void shouldNameWhatIsMissing() {
        var record = Settlement.of(letter("a"), Outcome.DROPPED, TIME, "somebody", "")
                .toRecord();
        record.headers().remove("watchllm.digest");

        assertThatThrownBy(() -> Settlement.from(consumed(record)))
                .hasMessageContaining("is no settlement: no watchllm.digest among its headers");
    }

    private static DeadLetter letter(String value) {
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

package io.watchllm.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.schemas.DeadLetter.Detail;
import io.watchllm.schemas.DeadLetter.FromInput;
import io.watchllm.schemas.DeadLetter.FromTopic;
import io.watchllm.schemas.DeadLetter.Origin;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static final Refusal REFUSAL = new Refusal(
            Stage.PROCESSOR, "not_wire_format", "found 3 bytes", Instant.parse("2026-11-01T08:00:00.123456Z"));

    @Property
    void shouldComeBackAsItWas(@ForAll("deadLetters") DeadLetter deadLetter) {
        assertThat(DeadLetter.from(consumed(deadLetter.toRecord()))).isEqualTo(deadLetter);
    }

    @Property
    void shouldComeBackWhenItBecomesDeadLetterItself(@ForAll("deadLetters") DeadLetter deadLetter) {
        var first = consumed(deadLetter.toRecord());

        var second = DeadLetter.of(first, REFUSAL);

        assertThat(DeadLetter.from(consumed(second.toRecord()))).isEqualTo(second);
        assertThat(second.headers()).containsExactly(first.headers().toArray());
    }

    @Test
    void shouldBearOriginAsKeyAndHeadersBehindTheOriginalOnes() {
        List<Header> original = List.of(new RecordHeader("traceparent", "00-1".getBytes(UTF_8)));
        var deadLetter = new DeadLetter(
                "p|r".getBytes(UTF_8),
                new byte[] {1, 2, 3},
                original,
                new FromTopic("watchllm.events", 2, 77),
                REFUSAL);

        var record = deadLetter.toRecord();

        assertThat(record.topic()).isEqualTo("watchllm.dead-letters");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("watchllm.events/2/77");
        assertThat(record.value()).containsExactly(1, 2, 3);
        assertThat(record.headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .containsExactly(
                        "traceparent=00-1",
                        "watchllm.topic=watchllm.events",
                        "watchllm.partition=2",
                        "watchllm.offset=77",
                        "watchllm.key=p|r",
                        "watchllm.stage=processor",
                        "watchllm.reason=not_wire_format",
                        "watchllm.error=found 3 bytes",
                        "watchllm.time=2026-11-01T08:00:00.123456Z",
                        "watchllm.attempt=1");
    }

    @Test
    void shouldSayMoreWhereItIsKnown() {
        var refusal =
                new Refusal(Stage.SINK, "r", "e", Instant.EPOCH, new Detail("clickhouse_469", "payload.cost", "0.1.0"));
        var deadLetter = new DeadLetter(
                null, new byte[] {0, 0, 0, 1, 2, 9}, List.of(), new FromTopic("watchllm.event-rows", 0, 1), refusal);

        var record = deadLetter.toRecord();

        assertThat(record.headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .contains(
                        "watchllm.class=clickhouse_469",
                        "watchllm.field=payload.cost",
                        "watchllm.version=0.1.0",
                        "watchllm.schema=258");
        assertThat(DeadLetter.from(consumed(record))).isEqualTo(deadLetter);
    }

    @Test
    void shouldReadLettersOfOlderVersions() {
        var record = new DeadLetter(null, null, List.of(), new FromInput("-", 3), REFUSAL).toRecord();
        record.headers().remove("watchllm.attempt");

        assertThat(DeadLetter.from(consumed(record)).attempt()).isEqualTo(1);
    }

    @Test
    void shouldCountAttemptsWhenItIsReplayedAndRefusedAgain() {
        List<Header> original = List.of(new RecordHeader("traceparent", "00-1".getBytes(UTF_8)));
        var first = new DeadLetter(null, new byte[] {1}, original, new FromTopic("watchllm.events", 2, 77), REFUSAL);
        var second = new DeadLetter(
                null, new byte[] {1}, first.headersForReplay(), new FromTopic("watchllm.events", 2, 90), REFUSAL);
        var third = new DeadLetter(
                null, new byte[] {1}, second.headersForReplay(), new FromTopic("watchllm.events", 2, 95), REFUSAL);

        assertThat(List.of(first.attempt(), second.attempt(), third.attempt())).containsExactly(1, 2, 3);
        assertThat(third.headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .containsExactly("traceparent=00-1", "watchllm.replay-of=watchllm.events/2/90", "watchllm.attempt=3");
        assertThat(DeadLetter.from(consumed(third.toRecord()))).isEqualTo(third);
    }

    @Test
    void shouldCutErrorWhenItIsTooLong() {
        var refusal = new Refusal(Stage.SINK, "r", "e".repeat(5_000), Instant.EPOCH);

        assertThat(refusal.error()).hasSize(2_000).endsWith("e…");
    }

    @Test
    void shouldNameHeaderWhenRecordIsNoDeadLetter() {
        var foreign = new ProducerRecord<byte[], byte @Nullable []>("watchllm.dead-letters", new byte[0]);
        assertThatThrownBy(() -> DeadLetter.from(consumed(foreign)))
                .hasMessage("record watchllm.dead-letters/0/5 is no dead letter: "
                        + "neither watchllm.topic nor watchllm.source among its headers");

        var deadLetter = new DeadLetter(null, null, List.of(), new FromInput("-", 3), REFUSAL).toRecord();
        deadLetter.headers().remove("watchllm.line").add("watchllm.line", "three".getBytes(UTF_8));
        assertThatThrownBy(() -> DeadLetter.from(consumed(deadLetter)))
                .hasMessage(
                        "record watchllm.dead-letters/0/5 is no dead letter: watchllm.line is \"three\", not a number");
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
                new RecordHeaders(record.headers().toArray()),
                Optional.empty());
    }

    @Provide
    static Arbitrary<DeadLetter> deadLetters() {
        var bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(20).injectNull(0.2);
        return Combinators.combine(bytes, bytes, headers().list().ofMaxSize(4), origins(), refusals())
                .as(DeadLetter::new);
    }

    private static Arbitrary<Header> headers() {
        var names = Arbitraries.of(
                "a",
                "watchllm.topic",
                "watchllm.source",
                "watchllm.key",
                "watchllm.time",
                "watchllm.line",
                "watchllm.field",
                "watchllm.attempt",
                "watchllm.schema");
        var values = Arbitraries.bytes().array(byte[].class).ofMaxSize(5).injectNull(0.1);
        return Combinators.combine(names, values).as(RecordHeader::new);
    }

    private static Arbitrary<Origin> origins() {
        var words = Arbitraries.strings().alpha().ofMinLength(1);
        Arbitrary<Origin> topics = Combinators.combine(
                        words,
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.longs().greaterOrEqual(0))
                .as(FromTopic::new);
        Arbitrary<Origin> inputs = Combinators.combine(
                        words, Arbitraries.longs().greaterOrEqual(1))
                .as(FromInput::new);
        return Arbitraries.oneOf(topics, inputs);
    }

    private static Arbitrary<Refusal> refusals() {
        var words = Arbitraries.strings().alpha();
        var details = Combinators.combine(words, words, words).as(Detail::new);
        return Combinators.combine(
                        Arbitraries.of(Stage.class),
                        words,
                        words,
                        Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli),
                        details)
                .as(Refusal::new);
    }
}

package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.Samples;
import io.watchllm.validation.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every reason, with its exact words, and the good record behind the bad one. */
class RejectionTest {

    private static final Event GOOD = Samples.event(Samples.toolCall());

    private final TopologyRun run = new TopologyRun();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldRefuseWhatIsNotWireFormat() {
        assertRefused(
                "{\"event_id\":\"e\"}".getBytes(UTF_8),
                Reason.NOT_WIRE_FORMAT,
                "record is bytes that begin with 0x7b (perhaps JSON); expected 0x00, the four bytes of a schema id, then Avro, as serializers for the Schema Registry write it");
        assertRefused(
                new byte[] {0, 0, 0},
                Reason.NOT_WIRE_FORMAT,
                "record is 3 bytes long; expected 0x00, the four bytes of a schema id, then Avro, as serializers for the Schema Registry write it");
        assertRefused(
                null,
                Reason.NOT_WIRE_FORMAT,
                "record is empty (no value); expected 0x00, the four bytes of a schema id, then Avro, as serializers for the Schema Registry write it");
    }

    @Test
    void shouldRefuseAnUnknownSchema() {
        assertRefused(
                new byte[] {0, 0, 0, 1, 0, 9},
                Reason.UNKNOWN_SCHEMA,
                "schema id is 256, which the registry does not have; expected the id of an Avro schema of this Schema Registry (does the producer use another one?)");
    }

    @Test
    void shouldRefuseAnotherRecordType() {
        var other = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}");
        run.register(21, other);
        var order = new GenericData.Record(other);
        order.put("id", "o-1");

        var deadLetter = refuse(Bytes.generic(21, order));

        assertThat(deadLetter.reason()).isEqualTo("unreadable_as_event");
        assertThat(deadLetter.error())
                .startsWith("record is the schema Order can't be read as io.watchllm.events.Event")
                .endsWith("expected a version of io.watchllm.events.Event that is compatible with ours");
    }

    @Test
    void shouldRefuseBytesThatAreCutShortOrTooLong() {
        var whole = bytes(GOOD);

        assertRefused(
                Arrays.copyOf(whole, whole.length - 1),
                Reason.UNREADABLE_AS_EVENT,
                "payload.status is cut short; expected all bytes of the record");
        assertRefused(
                Arrays.copyOf(whole, whole.length + 2),
                Reason.UNREADABLE_AS_EVENT,
                "record is 2 bytes too long; expected no bytes behind the record");
        assertRefused(
                new byte[] {0, 0, 0, 0, TopologyRun.EVENT_SCHEMA},
                Reason.UNREADABLE_AS_EVENT,
                "event_id is cut short; expected all bytes of the record");
    }

    @Test
    void shouldRefuseALengthThatPromisesGigabytesWithoutAskingForThem() {
        // 0xfeffffff0f is the length 2147483647.
        assertRefused(
                new byte[] {0, 0, 0, 0, TopologyRun.EVENT_SCHEMA, (byte) 0xfe, -1, -1, -1, 0x0f},
                Reason.UNREADABLE_AS_EVENT,
                "event_id is 2147483647 bytes long with 0 bytes left; expected a length that fits the record");
    }

    @Test
    void shouldRefuseTextThatIsNotUnicode() {
        var bytes = bytes(
                Samples.event(Samples.promptCall().setPrompt("before ??? after").build()));
        int at = new String(bytes, ISO_8859_1).indexOf("???");
        // A lone high surrogate, as some languages write it.
        bytes[at] = (byte) 0xed;
        bytes[at + 1] = (byte) 0xa0;
        bytes[at + 2] = (byte) 0x80;

        assertRefused(
                bytes,
                Reason.INVALID_UNICODE,
                "payload.prompt is text whose byte 7 of 16 begins no character (0xeda0802061667465); expected valid UTF-8, without lone surrogates");
    }

    @Test
    void shouldRefuseEmptyIds() {
        assertRefused(
                bytes(Samples.envelope()
                        .setPayload(Samples.toolCall())
                        .setEventId("")
                        .build()),
                Reason.EMPTY_ID,
                "event_id is empty; expected a text of at least one character");
        assertRefused(
                bytes(Samples.envelope()
                        .setPayload(Samples.toolCall())
                        .setProjectId("")
                        .build()),
                Reason.EMPTY_ID,
                "project_id is empty; expected a text of at least one character");
        assertRefused(
                bytes(Samples.envelope()
                        .setPayload(Samples.toolCall())
                        .setRunId("")
                        .build()),
                Reason.EMPTY_ID,
                "run_id is empty; expected a text of at least one character");
    }

    @Test
    void shouldRefuseATimestampBeyondTheBoundsAndNotOneOnThem() {
        var latest = TopologyRun.NOW.plus(Duration.ofHours(24));
        var earliest = TopologyRun.NOW.minus(Duration.ofDays(90));

        assertRefused(
                bytes(Samples.envelope()
                        .setPayload(Samples.toolCall())
                        .setTimestamp(latest.plusMillis(1))
                        .build()),
                Reason.TIMESTAMP_IN_FUTURE,
                "timestamp is 2026-11-03T12:00:00.001Z; expected at most 24 h after the arrival at 2026-11-02T12:00:00Z (is the producer's clock right?)");
        assertRefused(
                bytes(Samples.envelope()
                        .setPayload(Samples.toolCall())
                        .setTimestamp(earliest.minusMillis(1))
                        .build()),
                Reason.TIMESTAMP_TOO_OLD,
                "timestamp is 2026-08-04T11:59:59.999Z; expected at most 90 days, the retention, before the arrival at 2026-11-02T12:00:00Z");
        for (var bound : List.of(latest, earliest)) {
            run.send(Samples.envelope()
                    .setPayload(Samples.toolCall())
                    .setTimestamp(bound)
                    .build());
        }
        assertThat(run.events()).hasSize(2);
    }

    @Test
    void shouldRefuseAnErrorEventWithoutError() {
        assertRefused(
                bytes(Samples.envelope()
                        .setError(null)
                        .setPayload(new ErrorEvent("stack"))
                        .build()),
                Reason.MISSING_ERROR,
                "error is missing; expected an error, on an error event");
    }

    @Test
    void shouldRefuseAScoreThatIsNegativeOrNoNumber() {
        var found = new HallucinationDetected(null, -0.1, null, null, List.of());
        assertRefused(
                bytes(Samples.event(found)),
                Reason.NEGATIVE_NUMBER,
                "payload.confidence_score is -0.1; expected 0 or more");
        found = new HallucinationDetected(null, Double.NaN, null, null, List.of());
        assertRefused(
                bytes(Samples.event(found)),
                Reason.NUMBER_OUT_OF_RANGE,
                "payload.confidence_score is NaN; expected a number, 0 or more");
        found = new HallucinationDetected(null, Double.POSITIVE_INFINITY, null, null, List.of());
        assertRefused(
                bytes(Samples.event(found)),
                Reason.NUMBER_OUT_OF_RANGE,
                "payload.confidence_score is Infinity; expected a number, 0 or more");
    }

    @Test
    void shouldRefuseANegativeNumber() {
        assertRefused(
                bytes(Samples.event(Samples.promptCall().setTokensOutput(-5).build())),
                Reason.NEGATIVE_NUMBER,
                "payload.tokens_output is -5; expected 0 or more");
    }

    @Test
    void shouldRefuseANumberThatDoesNotFitItsColumn() {
        var wide = new BigDecimal("1".repeat(10) + ".000000000");
        var schema = new Schema.Parser()
                .parse(Event.getClassSchema().toString().replace("\"precision\":18", "\"precision\":28"));
        run.register(22, schema);

        assertRefused(
                // Our own writer refuses such a number; those of other languages do not.
                Bytes.wideCost(22, schema, Samples.event(Samples.promptCall().build()), wide),
                Reason.NUMBER_OUT_OF_RANGE,
                "payload.cost_estimate_usd is a number of 60 bits; expected a decimal of at most 18 digits, 9 of them behind the point");
    }

    @Test
    void shouldKeepTheRecordAsItWasInTheDeadLetter() {
        var headers = new RecordHeaders().add("traceparent", "00-abc".getBytes(UTF_8));
        var key = new byte[] {1, 2, -3};
        var value = new byte[] {9, 9, 9, 9, 9, 9};

        run.send(bytes(GOOD), bytes(GOOD)).send(key, value, headers);

        var deadLetter = run.deadLetters().getFirst();
        assertThat(deadLetter.key()).isEqualTo(key);
        assertThat(deadLetter.value()).isEqualTo(value);
        assertThat(deadLetter.headers()).singleElement().satisfies(header -> {
            assertThat(header.key()).isEqualTo("traceparent");
            assertThat(header.value()).asString(UTF_8).isEqualTo("00-abc");
        });
        assertThat(deadLetter.origin()).isEqualTo(new DeadLetter.FromTopic("watchllm.events", 0, 1));
        assertThat(deadLetter.stage()).isEqualTo(DeadLetter.Stage.PROCESSOR);
        assertThat(deadLetter.time()).isEqualTo(TopologyRun.NOW);
    }

    @Test
    void shouldRefuseIdsThatCannotBeKept() {
        assertRefused(
                bytes(Samples.envelope()
                        .setPayload(Samples.toolCall())
                        .setEventId("é".repeat(513))
                        .build()),
                Reason.ID_TOO_LONG,
                "event_id is 1026 bytes long; expected at most 1024 bytes (an id can't be cut, two might become one)");
        assertRefused(
                bytes(Samples.envelope()
                        .setPayload(Samples.toolCall())
                        .setUserId("user\0")
                        .build()),
                Reason.NUL_IN_ID,
                "user_id is text with the character NUL at 5 of 5; expected text without NUL (many tools take it for the end, two ids might become one)");
        run.send(Samples.envelope()
                .setPayload(Samples.toolCall())
                .setEventId("é".repeat(512))
                .build());
        assertThat(run.events())
                .singleElement()
                .satisfies(row -> assertThat(row.getEventId()).hasSize(512));
    }

    private void assertRefused(byte @Nullable [] value, Reason reason, String message) {
        var deadLetter = refuse(value);
        assertThat(deadLetter.reason()).isEqualTo(reason.word());
        assertThat(deadLetter.error()).isEqualTo(message);
        assertThat(deadLetter.value()).isEqualTo(value);
    }

    /** Sends it with a good one behind it, which must land. */
    private DeadLetter refuse(byte @Nullable [] value) {
        run.send(null, value).send(GOOD);

        assertThat(run.events()).as("the good record behind it").hasSize(1);
        assertThat(run.toolCalls().size()).isLessThanOrEqualTo(1);
        var deadLetters = run.deadLetters();
        assertThat(deadLetters).hasSize(1);
        return deadLetters.getFirst();
    }

    private static byte[] bytes(Event event) {
        return WireFormat.encode(TopologyRun.EVENT_SCHEMA, event);
    }
}

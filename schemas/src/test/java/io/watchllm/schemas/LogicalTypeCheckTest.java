package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.control.Alert;
import io.watchllm.control.AlertRule;
import io.watchllm.control.ModelPrice;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogicalTypeCheckTest {

    private static final String OURS = Event.getClassSchema().toString();
    private static final byte[] NO_MATTER_WHAT = {0, 0, 0, 0, 1};

    static List<Class<? extends SpecificRecord>> contracts() {
        return List.of(Event.class, Alert.class, AlertRule.class, ModelPrice.class);
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void shouldRefuseEachOtherLogicalTypeInEachPlace(Class<? extends SpecificRecord> type) throws Exception {
        var text = ((Schema) type.getMethod("getClassSchema").invoke(null)).toString();
        var tried = 0;
        for (var change : new String[][] {
            {"\"scale\":9", "\"scale\":6"},
            {"\"scale\":9", "\"scale\":12"},
            {"\"scale\":9", "\"scale\":0"},
            {",\"logicalType\":\"decimal\"", ""},
            {"timestamp-millis", "timestamp-micros"},
            {"timestamp-millis", "timestamp-nanos"},
            {"timestamp-millis", "local-timestamp-millis"},
            {"timestamp-millis", "time-micros"},
            {"\"long\",\"logicalType\":\"timestamp-millis\"", "\"int\",\"logicalType\":\"date\""},
            {",\"logicalType\":\"timestamp-millis\"", ""},
            {",\"logicalType\":\"timestamp-millis\"", ",\"logicalType\":\"timestamp-seconds\""},
        }) {
            for (var place : Pattern.compile(Pattern.quote(change[0]))
                    .matcher(text)
                    .results()
                    .toList()) {
                var changed = text.substring(0, place.start()) + change[1] + text.substring(place.end());
                assertThatThrownBy(() -> new AvroReader<>(type).read(NO_MATTER_WHAT, schema(changed)))
                        .as("%s in %s", change[1], text.substring(Math.max(0, place.start() - 200), place.start()))
                        .isInstanceOf(WireFormatException.class)
                        .hasMessageContaining(", expected ");
                tried++;
            }
        }
        assertThat(tried).isPositive();
    }

    @Test
    void shouldNameTheFieldAndBothTypes() {
        var at = OURS.indexOf("\"cost_estimate_usd\"");
        var scale6 = OURS.substring(0, at) + OURS.substring(at).replaceFirst("\"scale\":9", "\"scale\":6");
        var micros = OURS.replaceFirst("timestamp-millis", "timestamp-micros");

        assertThatThrownBy(() -> new AvroReader<>(Event.class).read(NO_MATTER_WHAT, schema(scale6)))
                .hasMessage("the schema io.watchllm.events.Event can't be read as io.watchllm.events.Event: "
                        + "payload.cost_estimate_usd is a decimal of scale 6, expected a decimal of scale 9");
        assertThatThrownBy(() -> new AvroReader<>(Event.class).read(NO_MATTER_WHAT, schema(micros)))
                .hasMessageEndingWith("timestamp is timestamp-micros, expected timestamp-millis");
    }

    @Test
    void shouldRefuseALogicalTypeWhereOursHasNone() {
        var at = OURS.indexOf("\"latency_ms\"");
        var time = OURS.substring(0, at)
                + OURS.substring(at).replaceFirst("\"int\"", "{\"type\":\"int\",\"logicalType\":\"time-millis\"}");

        assertThatThrownBy(() -> new AvroReader<>(Event.class).read(NO_MATTER_WHAT, schema(time)))
                .hasMessageEndingWith("latency_ms is time-millis, expected without a logical type");
    }

    @Test
    void shouldReadWhatMeansTheSame() throws IOException {
        var event = Event.newBuilder()
                .setEventId("e-1")
                .setProjectId("p")
                .setRunId("r")
                .setTimestamp(Instant.parse("2026-11-01T08:00:00.123Z"))
                .setPayload(PromptCall.newBuilder()
                        .setPrompt("hello")
                        .setResponse("hi")
                        .setModel("m")
                        .setTokensInput(1)
                        .setTokensOutput(1)
                        .setCostEstimateUsd(new BigDecimal("12.500000000"))
                        .build())
                .build();
        var precise = OURS.replace("\"precision\":18", "\"precision\":30");
        var uuid = OURS.replaceFirst("\"type\":\"string\"", "\"type\":\"string\",\"logicalType\":\"uuid\"");
        var unknown = OURS.replaceFirst("\"type\":\"string\"", "\"type\":\"string\",\"logicalType\":\"ulid\"");

        for (var writer : List.of(OURS, precise, uuid, unknown)) {
            assertThat(new AvroReader<>(Event.class).read(wire(event), schema(writer)))
                    .isEqualTo(event);
        }
        assertThat(List.of(precise, uuid, unknown)).doesNotContain(OURS);
    }

    private static Schema schema(String text) {
        return new Schema.Parser().parse(text);
    }

    private static byte[] wire(Event event) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(NO_MATTER_WHAT);
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(Event.class).write(event, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}

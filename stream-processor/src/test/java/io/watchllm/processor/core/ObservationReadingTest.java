package io.watchllm.processor.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.alerting.ObservationReading;
import io.watchllm.alerting.model.Observation;
import io.watchllm.alerting.model.Observation.Kind;
import io.watchllm.alerting.model.Observation.Outcome;
import io.watchllm.events.Event;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import io.watchllm.pricing.Pricing;
import io.watchllm.rows.CostSource;
import io.watchllm.schemas.json.EventJson;
import io.watchllm.validation.Limits;
import io.watchllm.validation.Sizes;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservationReadingTest {

    private static final long TIME_MS = 1_793_491_200_000L;
    private static final Sizes SIZES = new Sizes(1 << 10, 1 << 10, 64, 64, 2, 2);

    private static List<Observation> read(String payload, @Nullable Pricing pricing, long arrivalMs) {
        var seen = new ArrayList<Observation>();
        var event = EventJson.read("{\"event_id\":\"e\",\"project_id\":\"p\",\"run_id\":\"r\",\"user_id\":\"u\","
                + "\"timestamp\":\"2026-11-01T00:00:00.000Z\",\"tags\":[\"t\"]," + payload + "}");
        new ObservationReading(SIZES).read(event, pricing, arrivalMs, true, seen::add);
        return seen;
    }

    @Test
    void shouldReadACallAndTheToolCallsInIt() {
        var pricing = new Pricing(new BigDecimal("0.125000000"), CostSource.price_table, "v", 1_000, List.of());

        var seen = read(
                "\"event_type\":\"prompt_call\",\"prompt\":\"\",\"response\":\"\",\"model\":\"m\",\"provider\":\"o\","
                        + "\"tokens_input\":900,\"tokens_cache_read\":400,\"tokens_output\":50,\"latency_ms\":7,\"ttft_ms\":3,"
                        + "\"status\":\"timeout\",\"tool_calls\":[{\"tool_name\":\"x\",\"input\":{\"b\":1,\"a\":2},\"status\":\"error\"}]",
                pricing,
                TIME_MS);

        assertThat(seen).hasSize(2);
        var call = seen.getFirst();
        assertThat(call.numbers()).isEqualTo(new Observation.Numbers(125_000_000, 650, 7, 3, Outcome.TIMEOUT));
        assertThat(call.who().actor()).isEqualTo(new Observation.Actor("o", "m", "", ""));
        var tool = seen.getLast();
        assertThat(tool.kind()).isEqualTo(Kind.TOOL_CALL);
        assertThat(tool.who().actor().tool()).isEqualTo("x");
        assertThat(tool.numbers().outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void shouldNotKnowTheCostOfAnUnpricedCall() {
        var pricing = new Pricing(null, CostSource.unpriced, null, 1, List.of());
        var call =
                "\"event_type\":\"prompt_call\",\"prompt\":\"\",\"response\":\"\",\"model\":\"m\",\"tokens_input\":1,"
                        + "\"tokens_output\":1";

        assertThat(read(call, pricing, TIME_MS).getFirst().numbers().costNanos())
                .isEqualTo(Observation.NONE);
        assertThat(read(call, null, TIME_MS).getFirst().numbers().costNanos()).isEqualTo(Observation.NONE);
    }

    @Test
    void shouldCompareArgumentsAsCanonicalJsonWithoutWhatDiffersByItself() {
        var one = tool("{\"q\":\"x\",\"n\":1,\"request_id\":\"1\"}", "{\"r\":1}");
        assertThat(tool("{\"n\":1.0,\"q\":\"x\",\"request_id\":\"2\"}", "{\"r\":1}"))
                .isEqualTo(one);
        assertThat(tool("{\"n\":2,\"q\":\"x\"}", "{\"r\":1}")).isNotEqualTo(one);
        assertThat(tool("{\"n\":1,\"q\":\"x\"}", "{\"r\":2}")).isNotEqualTo(one);
    }

    /** "Aa" and "BB" have the same {@link String#hashCode}, and so have all texts that are made of them. */
    @Test
    void shouldTellCallsApartWhoseTextsHaveTheSameHashCode() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());

        assertThat(tool("{\"q\":\"Aa\"}", "{}")).isNotEqualTo(tool("{\"q\":\"BB\"}", "{}"));
        assertThat(tool("{}", "{\"r\":\"AaBB\"}")).isNotEqualTo(tool("{}", "{\"r\":\"BBAa\"}"));
        assertThat(tool("{\"q\":\"Aa\"}", "{}")).isEqualTo(tool("{ \"q\": \"Aa\" }", "{}"));
    }

    private static Observation.@Nullable Signature tool(String input, String output) {
        return read(
                        "\"event_type\":\"tool_call\",\"tool_name\":\"t\",\"input\":" + input + ",\"output\":" + output,
                        null,
                        TIME_MS)
                .getFirst()
                .signature();
    }

    @Test
    void shouldNotBelieveATimeThatIsAhead() {
        var error = "\"event_type\":\"error\",\"error\":{\"message\":\"boom\"}";

        assertThat(read(error, null, TIME_MS - 5_000).getFirst().timeMs()).isEqualTo(TIME_MS);
        assertThat(read(error, null, TIME_MS - 5_001).getFirst().timeMs()).isEqualTo(TIME_MS - 5_001);
        assertThat(read(error, null, TIME_MS + 1).getFirst().timeMs()).isEqualTo(TIME_MS);
    }

    /** Longer than its column, of characters that a cut must not split, with NUL. */
    private static String odd(String name) {
        return name + "\0" + "ä€😀".repeat(100);
    }

    @Test
    void shouldSeeNamesAsTheRowsHaveThem() {
        var call = PromptCall.newBuilder()
                .setPrompt("")
                .setResponse("")
                .setModel(odd("model"))
                .setProvider(odd("provider"))
                .setTokensInput(1)
                .setTokensOutput(1)
                .setToolCalls(Collections.nCopies(
                        5, NestedToolCall.newBuilder().setToolName(odd("tool")).build()))
                .build();
        var rows = rows(event(call));
        var seen = read(event(call));

        assertThat(seen)
                .as("as many as there are rows")
                .hasSize(1 + rows.toolCalls().size());
        var who = seen.getFirst().who();
        assertThat(who.actor().model())
                .isEqualTo(rows.event().getModel())
                .startsWith("model\uFFFD")
                .satisfies(name -> assertThat(name.getBytes(UTF_8)).hasSizeBetween(61, 64));
        assertThat(who.actor().provider()).isEqualTo(rows.event().getProvider());
        assertThat(who.env()).isEqualTo(rows.event().getEnv());
        assertThat(who.tags()).isEqualTo(rows.event().getTags());
        assertThat(seen.getLast().who().actor().tool())
                .isEqualTo(rows.toolCalls().getLast().getToolName());
    }

    @Test
    void shouldSeeToolsAndAgentsAsTheRowsHaveThem() {
        var call = event(ToolCall.newBuilder()
                .setToolName(odd("tool"))
                .setAgentName(odd("agent"))
                .build());
        var row = rows(call).toolCalls().getFirst();
        var actor = read(call).getFirst().who().actor();

        assertThat(actor.tool()).isEqualTo(row.getToolName());
        assertThat(actor.agent()).isEqualTo(row.getAgentName());
    }

    private static Event event(Object payload) {
        return Event.newBuilder()
                .setEventId("e")
                .setProjectId("p")
                .setRunId("r")
                .setTimestamp(Instant.ofEpochMilli(TIME_MS))
                .setEnv(odd("env"))
                .setTags(List.of(odd("tag"), "b", "c"))
                .setPayload(payload)
                .build();
    }

    private static List<Observation> read(Event event) {
        var seen = new ArrayList<Observation>();
        new ObservationReading(SIZES).read(event, null, TIME_MS, true, seen::add);
        return seen;
    }

    private static Rows rows(Event event) {
        var limits = new Limits(Duration.ofHours(1), Duration.ofDays(1), SIZES);
        return new RowMapping(limits, Duration.ofHours(1)).rows(event, Instant.ofEpochMilli(TIME_MS));
    }

    @Test
    void shouldSeeNothingInAlerts() {
        assertThat(read("\"event_type\":\"performance_alert\",\"alert_type\":\"no_data\"", null, TIME_MS))
                .isEmpty();
    }
}

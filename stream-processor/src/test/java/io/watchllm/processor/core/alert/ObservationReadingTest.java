package io.watchllm.processor.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.processor.core.alert.Observation.Kind;
import io.watchllm.processor.core.alert.Observation.Outcome;
import io.watchllm.processor.core.price.Pricing;
import io.watchllm.rows.CostSource;
import io.watchllm.schemas.json.EventJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservationReadingTest {

    private static final long TIME_MS = 1_793_491_200_000L;

    private static List<Observation> read(String payload, @Nullable Pricing pricing, long arrivalMs) {
        var seen = new ArrayList<Observation>();
        var event = EventJson.read("{\"event_id\":\"e\",\"project_id\":\"p\",\"run_id\":\"r\",\"user_id\":\"u\","
                + "\"timestamp\":\"2026-11-01T00:00:00.000Z\",\"tags\":[\"t\"]," + payload + "}");
        ObservationReading.read(event, pricing, arrivalMs, true, new KnownTexts(), seen::add);
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

        assertThat(read(error, null, TIME_MS - 120_000).getFirst().timeMs()).isEqualTo(TIME_MS);
        assertThat(read(error, null, TIME_MS - 120_001).getFirst().timeMs()).isEqualTo(TIME_MS - 120_001);
    }

    @Test
    void shouldSeeNothingInAlerts() {
        assertThat(read("\"event_type\":\"performance_alert\",\"alert_type\":\"no_data\"", null, TIME_MS))
                .isEmpty();
    }
}

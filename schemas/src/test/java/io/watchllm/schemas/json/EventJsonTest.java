package io.watchllm.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchllm.events.AgentStep;
import io.watchllm.events.AssertionFailed;
import io.watchllm.events.CostThresholdExceeded;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.rows.EventType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonTest {

    private static final String HEAD =
            "{\"event_id\":\"e\",\"project_id\":\"p\",\"run_id\":\"r\",\"timestamp\":\"2026-11-01T08:00:09.165Z\",";
    private static final String PROMPT_CALL = HEAD
            + "\"event_type\":\"prompt_call\",\"prompt\":\"Hi\",\"response\":\"Ho\",\"model\":\"m\",\"tokens_input\":3,\"tokens_output\":1";

    @Test
    void shouldReadEveryFieldOfPromptCall() {
        var event = EventJson.read((PROMPT_CALL + """
                ,"user_id":"u","tags":["a","b"],"client":{"hostname":"h","sdk_version":"1","platform":"python"},
                "cost_estimate_usd":0.0021,"latency_ms":1230,"status":"success","response_metadata":{"safety_score":0.90},
                "tool_calls":[{"tool_name":"search","input":{"q":1},"error":"too slow"}]}""").getBytes(UTF_8));

        assertThat(EventFormat.typeOf(event)).isEqualTo(EventType.prompt_call);
        assertThat(event.getTimestamp()).isEqualTo(Instant.parse("2026-11-01T08:00:09.165Z"));
        assertThat(event.getEnv()).isEqualTo("development");
        assertThat(event.getTags()).containsExactly("a", "b");
        assertThat(event.getClient().getPlatform()).isEqualTo("python");
        var call = (PromptCall) event.getPayload();
        assertThat(call.getCostEstimateUsd()).isEqualTo(new BigDecimal("0.002100000"));
        assertThat(call.getResponseMetadata()).isEqualTo("{\"safety_score\":0.90}");
        assertThat(call.getToolCalls().get(0).getInput()).isEqualTo("{\"q\":1}");
        assertThat(call.getToolCalls().get(0).getError().getMessage()).isEqualTo("too slow");
        assertThat(call.getTtftMs()).isNull();
    }

    @Test
    void shouldWriteFieldsInOrderAndLeaveOutWhatIsAbsent() {
        assertThat(EventJson.write(EventJson.read(PROMPT_CALL + ",\"tags\":[],\"user_id\":null}")))
                .isEqualTo("{\"event_type\":\"prompt_call\",\"event_id\":\"e\",\"project_id\":\"p\",\"run_id\":\"r\","
                        + "\"timestamp\":\"2026-11-01T08:00:09.165Z\",\"env\":\"development\",\"prompt\":\"Hi\",\"response\":\"Ho\","
                        + "\"model\":\"m\",\"tokens_input\":3,\"tokens_output\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T08:00:09.165Z, 2026-11-01T08:00:09.165Z",
        "2026-11-01T08:00:09Z, 2026-11-01T08:00:09.000Z",
        "2026-11-01T08:00Z, 2026-11-01T08:00:00.000Z",
        "2026-11-01T08:00:09.1659999999999+02:00, 2026-11-01T06:00:09.165Z",
        "2026-11-01T08:00:09.5-0330, 2026-11-01T11:30:09.500Z",
        "2026-11-01T08:00:09-02, 2026-11-01T10:00:09.000Z",
        "2026-11-01t08:00:09.165123z, 2026-11-01T08:00:09.165Z",
        "1969-12-31T23:59:59.9999Z, 1969-12-31T23:59:59.999Z",
    })
    void shouldTakeTimesOfAnyOffsetAndPrecision(String written, String utc) {
        var event = EventJson.read(PROMPT_CALL.replace("2026-11-01T08:00:09.165Z", written) + "}");

        assertThat(EventJson.write(event)).contains("\"timestamp\":\"" + utc + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000000005, 0.000000000",
        "0.0000000015, 0.000000002",
        "0.30000000000000004, 0.300000000",
        "1e-999999999, 0.000000000",
        "1.5E2, 150.000000000",
        "999999999.999999999, 999999999.999999999",
    })
    void shouldRoundMoneyToNineDecimals(String written, String kept) {
        var event = EventJson.read(PROMPT_CALL + ",\"cost_estimate_usd\":" + written + "}");

        assertThat(((PromptCall) event.getPayload()).getCostEstimateUsd()).isEqualTo(new BigDecimal(kept));
    }

    @Test
    void shouldWriteMoneyInPlainDigits() {
        assertThat(EventJson.write(EventJson.read(PROMPT_CALL + ",\"cost_estimate_usd\":1.5e-7}")))
                .contains("\"cost_estimate_usd\":0.00000015}");
        assertThat(EventJson.write(EventJson.read(PROMPT_CALL + ",\"cost_estimate_usd\":1e3}")))
                .contains("\"cost_estimate_usd\":1000}");
    }

    @Test
    void shouldTakeWholeNumberWhenItIsWrittenWithPoint() {
        var event = EventJson.read(PROMPT_CALL + ",\"latency_ms\":1230.0}");

        assertThat(((PromptCall) event.getPayload()).getLatencyMs()).isEqualTo(1230);
    }

    @Test
    void shouldKeepDigitsInFreeForm() {
        var numbers =
                "{\"a\":1.10,\"b\":12345678901234567890123,\"c\":0.1000000000000000055511151231257827,\"d\":1E+400}";

        assertThat(EventJson.read(PROMPT_CALL + ",\"context\":" + numbers + "}").getContext())
                .isEqualTo(numbers);
    }

    @Test
    void shouldKeepUnknownFieldsUnderContext() {
        var event = EventJson.read(
                PROMPT_CALL
                        + ",\"context\":{\"team\":1,\"team_\":2},\"team\":3,\"client\":{\"os\":\"linux\"},"
                        + "\"tool_calls\":[{\"tool_name\":\"t\",\"retries\":2}],\"error\":{\"message\":\"m\",\"hint\":\"h\",\"context\":{\"hint\":0}}}");

        assertThat(event.getContext())
                .isEqualTo("{\"team\":1,\"team_\":2,\"client.os\":\"linux\",\"tool_calls[0].retries\":2,\"team__\":3}");
        assertThat(event.getError().getContext()).isEqualTo("{\"hint\":0,\"hint_\":\"h\"}");
    }

    @Test
    void shouldShareContextBetweenEnvelopeAndStep() {
        var event = EventJson.read(
                HEAD
                        + "\"event_type\":\"agent_step\",\"step_number\":0,\"context\":{\"task_id\":0},\"input_data\":{ \"a\" : [ ] }}");

        assertThat(event.getContext()).isEqualTo("{\"task_id\":0}");
        assertThat(((AgentStep) event.getPayload()).getInputData()).isEqualTo("{\"a\":[]}");
    }

    @Test
    void shouldReadErrorWithStackTraceBesideIt() {
        var event = EventJson.read(HEAD + "\"event_type\":\"error\",\"error\":\"boom\",\"stack_trace\":\"at x\"}");

        assertThat(event.getError().getMessage()).isEqualTo("boom");
        assertThat(((ErrorEvent) event.getPayload()).getStackTrace()).isEqualTo("at x");
    }

    @Test
    void shouldKeepAnyValueWhenFieldTakesAny() {
        var event =
                EventJson.read(HEAD + "\"event_type\":\"assertion_failed\",\"expected\":null,\"actual\":[1, \"a\"]}");

        var payload = (AssertionFailed) event.getPayload();
        assertThat(payload.getExpected()).isEqualTo("null");
        assertThat(payload.getActual()).isEqualTo("[1,\"a\"]");
        assertThat(EventJson.write(event)).contains("\"expected\":null,\"actual\":[1,\"a\"]");
    }

    @Test
    void shouldReadAlertFromTheEventItself() {
        var event = EventJson.read(
                HEAD
                        + "\"event_type\":\"cost_threshold_exceeded\",\"alert_type\":\"cost_spike\",\"threshold\":-1.5,\"affected_models\":[\"m\"]}");

        var alert = ((CostThresholdExceeded) event.getPayload()).getAlert();
        assertThat(alert.getThreshold()).isEqualByComparingTo("-1.5");
        assertThat(alert.getAffectedModels()).containsExactly("m");
        assertThat(EventJson.write(event)).contains("\"threshold\":-1.5").doesNotContain("\"alert\":");
    }

    @Test
    void shouldGiveEachEventListsOfItsOwn() {
        EventJson.read(PROMPT_CALL + "}").getTags().add("mine");

        assertThat(EventJson.read(PROMPT_CALL + "}").getTags()).isEmpty();
    }

    @Test
    void shouldSkipByteOrderMarkAndKeepPairsOfSurrogates() {
        var event = EventJson.read("\uFEFF" + PROMPT_CALL + ",\"user_id\":\"\\ud83d\\ude42🙂\"}");

        assertThat(event.getUserId()).isEqualTo("🙂🙂");
    }

    @Test
    void shouldRefuseHalfACharacterInRawBytesToo() {
        var text = (PROMPT_CALL + ",\"user_id\":\"???\"}").getBytes(UTF_8);
        // What some languages write for one half of a surrogate pair.
        System.arraycopy(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0xbd}, 0, text, text.length - 5, 3);

        assertThatThrownBy(() -> EventJson.read(text))
                .isInstanceOf(EventFormatException.class)
                .hasMessageContaining("Illegal surrogate character 0xd83d");
    }

    @Test
    void shouldRefuseHalfACharacterInANameOfATree() {
        var tree = (ObjectNode) JsonText.parse(PROMPT_CALL + "}");
        tree.putObject("context").put("\ud83d", 1);

        assertThatThrownBy(() -> EventJson.read(tree))
                .isInstanceOf(EventFormatException.class)
                .hasMessage("context.\\ud83d is a name with an unpaired surrogate; expected whole characters");
    }

    @Test
    void shouldTellEveryProblemButShowTheFirst() {
        assertThatThrownBy(() -> EventJson.read("{\"event_type\":\"error\"}"))
                .isInstanceOfSatisfying(
                        EventFormatException.class,
                        failure -> assertThat(failure.problems()).hasSize(5))
                .hasMessageEndingWith("; and 2 more");
    }

    @Test
    void shouldRefuseWhenTextIsEmptyOrNoUnicode() {
        assertThatThrownBy(() -> EventJson.read(" ")).hasMessage("the text is empty; expected a JSON object");
        assertThatThrownBy(() -> EventJson.read(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isInstanceOf(EventFormatException.class)
                .hasMessageStartingWith("the text is not right JSON");
        assertThatThrownBy(() -> EventJson.read("[".repeat(2_000)))
                .isInstanceOf(EventFormatException.class)
                .hasMessageContaining("nesting depth");
    }

    @Test
    void shouldNameFieldWhenAvroHoldsNoJson() {
        var event = Event.newBuilder(EventJson.read(PROMPT_CALL + "}"))
                .setContext("[1]")
                .build();
        assertThatThrownBy(() -> EventJson.write(event))
                .isInstanceOf(EventFormatException.class)
                .hasMessage("context is [1]; expected a JSON object");

        var torn = Event.newBuilder(event).setContext("{\"a\":").build();
        assertThatThrownBy(() -> EventJson.write(torn))
                .isInstanceOf(EventFormatException.class)
                .hasMessageStartingWith("context holds no JSON: the text is not right JSON at line 1, column 6: ");
    }

    @Test
    void shouldReadTreesOfItsOwnReaderAndOfOthers() throws Exception {
        var tree = EventJson.treeReader().readTree("[" + PROMPT_CALL + ",\"context\":{\"a\":1.10}}]");

        assertThat(EventJson.read(tree.get(0)).getContext()).isEqualTo("{\"a\":1.10}");
        var foreign =
                new com.fasterxml.jackson.databind.ObjectMapper().readTree(PROMPT_CALL + ",\"cost_estimate_usd\":0.1}");
        assertThat(((PromptCall) EventJson.read(foreign).getPayload()).getCostEstimateUsd())
                .isEqualByComparingTo("0.1");
        assertThat(List.of(foreign)).hasSize(1);
    }
}

package io.watchllm.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corpus of broken events. In the file, the first line of a case is either {@code text} and the JSON as it is, or
 * an event type and the fields in which an event differs from a right one of that type; the second line is the message.
 */
class BrokenEventsTest {

    private static final Map<String, String> RIGHT = Map.of(
            "prompt_call",
            "{\"prompt\":\"Hi\",\"response\":\"Ho\",\"model\":\"m\",\"tokens_input\":3,\"tokens_output\":1}",
            "tool_call",
            "{\"tool_name\":\"search\"}",
            "agent_step",
            "{\"step_number\":0}",
            "error",
            "{\"error\":\"boom\"}",
            "assertion_failed",
            "{}",
            "hallucination_detected",
            "{}",
            "cost_threshold_exceeded",
            "{}",
            "performance_alert",
            "{}");

    private static final int CASES_LEAST = 40;

    record Case(String given, String message) {
        @Override
        public String toString() {
            return given;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldSayWhatIsWrong(Case broken) {
        var failure = catchThrowableOfType(EventFormatException.class, () -> EventJson.read(json(broken.given())));

        assertThat(failure).as("refused").isNotNull().hasMessage(broken.message());
    }

    @Test
    void shouldTakeTheRightOnes() throws IOException {
        RIGHT.keySet()
                .forEach(type -> assertThat(EventJson.write(EventJson.read(json(type + " {}"))))
                        .contains(type));
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(CASES_LEAST);
    }

    static Stream<Case> cases() throws IOException {
        try (var file = BrokenEventsTest.class.getResourceAsStream("/broken-events.txt")) {
            assertThat(file).isNotNull();
            var lines = new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return Stream.iterate(0, line -> line < lines.size(), line -> line + 2)
                    .map(line -> new Case(lines.get(line), lines.get(line + 1).strip()));
        }
    }

    private static String json(String given) {
        var type = given.substring(0, given.indexOf(' '));
        var rest = given.substring(given.indexOf(' ') + 1);
        if (type.equals("text")) {
            return rest;
        }
        var event = JsonText.MAPPER.createObjectNode();
        event.put("event_id", "e")
                .put("project_id", "p")
                .put("run_id", "r")
                .put("timestamp", "2026-11-01T08:00:09.165Z");
        event.put("event_type", type);
        var parts = List.of(RIGHT.getOrDefault(type, "{}"), rest);
        parts.forEach(part -> event.setAll((ObjectNode) JsonText.parse(part)));
        return JsonText.compact(event);
    }
}

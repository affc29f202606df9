package io.watchllm.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each field of each type in the JSON form: missing, of each wrong type, huge, and with odd Unicode. */
class EveryJsonFieldTest {

    private static final Path EVENTS = Path.of("src/test/resources/every-field.ndjson");

    /** What the contract does not look into. */
    private static final Set<String> FREE_FORM = Set.of(
            "response_metadata",
            "input",
            "output",
            "input_data",
            "output_data",
            "context",
            "expected",
            "actual",
            "unknown_field");

    private static final Set<String> ANY_VALUE = Set.of("expected", "actual", "unknown_field");

    private static final Set<String> REQUIRED = Set.of(
            "event_type",
            "event_id",
            "project_id",
            "run_id",
            "timestamp",
            "prompt",
            "response",
            "model",
            "tokens_input",
            "tokens_output",
            "tool_name",
            "step_number");

    private static final List<JsonNode> OF_EACH_TYPE = Stream.of(
                    "\"text\"", "7", "true", "[1]", "{\"k\":1}", "7.5", "-1", "1e400", "\"\"")
            .map(JsonText::parse)
            .toList();

    private static final List<String> ODD_TEXTS =
            List.of("\0", "🙂", "\u202Eשלום", "\u200B\uFEFF", "x".repeat(100_000), "\uFFFF");

    static Stream<String> events() throws IOException {
        return Files.readAllLines(EVENTS).stream();
    }

    /** A field, in the object that holds it. */
    private record Slot(ObjectNode object, String name, String path) {}

    @ParameterizedTest
    @MethodSource("events")
    void shouldRefuseEachWrongTypeByNameAndTakeTheRightOne(String text) {
        var event = (ObjectNode) JsonText.parse(text);
        for (var slot : slots(event, "")) {
            var right = slot.object().get(slot.name());
            for (var value : OF_EACH_TYPE) {
                slot.object().set(slot.name(), value);
                if (value.getNodeType() != right.getNodeType() && !isAlsoRight(slot, value)) {
                    assertThatThrownBy(() -> EventJson.read(event))
                            .as("%s = %s", slot.path(), value)
                            .isInstanceOf(EventFormatException.class)
                            .hasMessageContaining(slot.path() + " is ");
                } else {
                    assertReadOrRefused(slot, event);
                }
            }
            slot.object().set(slot.name(), right);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldMissWhatIsRequiredAndNothingElse(String text) {
        var event = (ObjectNode) JsonText.parse(text);
        for (var slot : slots(event, "")) {
            var right = slot.object().remove(slot.name());
            if (REQUIRED.contains(slot.name()) || (slot.path().equals("error") && isError(event))) {
                assertThatThrownBy(() -> EventJson.read(event))
                        .as(slot.path())
                        .hasMessageStartingWith(slot.path() + " is missing; ");
            } else {
                assertThat(EventJson.read(event)).as(slot.path()).isNotNull();
            }
            slot.object().set(slot.name(), right);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldTakeOddTextButNotHalfACharacter(String text) {
        var event = (ObjectNode) JsonText.parse(text);
        for (var slot : slots(event, "")) {
            var right = slot.object().get(slot.name());
            for (var odd : ODD_TEXTS) {
                slot.object().put(slot.name(), odd);
                assertReadOrRefused(slot, event);
            }
            slot.object().put(slot.name(), "half \ud83d");
            assertThatThrownBy(() -> EventJson.read(event))
                    .as(slot.path())
                    .isInstanceOf(EventFormatException.class)
                    .hasMessageContaining(slot.path() + " is ");
            slot.object().set(slot.name(), right);
        }
        assertThat(EventJson.read(event)).isNotNull();
    }

    /** Of the right type: it is an event, the same when it is written and read again, or it is refused by name. */
    private static void assertReadOrRefused(Slot slot, ObjectNode event) {
        try {
            var read = EventJson.read(event);
            assertThat(EventJson.read(EventJson.write(read))).as(slot.path()).isEqualTo(read);
        } catch (EventFormatException refused) {
            assertThat(refused.problems())
                    .as(slot.path())
                    .allMatch(problem ->
                            problem.contains(slot.path()) || slot.name().equals("event_type"));
        }
    }

    private static boolean isAlsoRight(Slot slot, JsonNode value) {
        boolean message = slot.name().equals("error") && value.getNodeType() == JsonNodeType.STRING;
        return message || ANY_VALUE.contains(slot.name());
    }

    private static boolean isError(ObjectNode event) {
        return event.path("event_type").asText().equals("error");
    }

    private static List<Slot> slots(ObjectNode object, String path) {
        var slots = new ArrayList<Slot>();
        for (var property : List.copyOf(object.properties())) {
            var name = property.getKey();
            var here = path + name;
            slots.add(new Slot(object, name, here));
            if (FREE_FORM.contains(name)) {
                continue;
            }
            if (property.getValue() instanceof ObjectNode nested) {
                slots.addAll(slots(nested, here + "."));
            } else if (property.getValue() instanceof ArrayNode items && items.get(0) instanceof ObjectNode first) {
                slots.addAll(slots(first, here + "[0]."));
            }
        }
        return slots;
    }
}

package io.watchllm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.ToolCallRow;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** No text gets into a row without a bound. */
class TextColumnTest {

    /** Texts that the pipeline makes itself. */
    private static final Set<String> OWN = Set.of("args_hash", "price_version", "flags");

    private static final Set<String> COLUMNS =
            Stream.of(TextColumn.values()).map(TextColumn::column).collect(Collectors.toSet());

    @Test
    void shouldHaveEveryTextOfEveryTable() {
        var texts = new TreeSet<String>();
        for (var schema :
                Set.of(EventRow.getClassSchema(), ToolCallRow.getClassSchema(), AgentStepRow.getClassSchema())) {
            for (var field : schema.getFields()) {
                if (isText(field.schema()) && !OWN.contains(field.name())) {
                    texts.add(COLUMNS.contains(field.name()) ? field.name() : "step_" + field.name());
                }
            }
        }

        assertThat(texts).isEqualTo(new TreeSet<>(COLUMNS));
    }

    /** The contract says which texts are JSON: so many that hold an object, and so many that hold anything. */
    @Test
    void shouldHaveTheJsonOfTheContract() {
        var promised = new HashSet<String>();
        collect(Event.getClassSchema(), promised);

        // The context of a step is that of its event.
        assertThat(withJson(TextColumn.Json.OBJECT)).hasSize(countOf(promised, "object") + 1);
        assertThat(withJson(TextColumn.Json.VALUE)).hasSize(countOf(promised, "any"));
    }

    @Test
    void shouldHaveWordsThatDiffer() {
        assertThat(Flag.all().stream().map(Flag::word))
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z_]+"));
    }

    private static Set<TextColumn> withJson(TextColumn.Json json) {
        return Stream.of(TextColumn.values())
                .filter(column -> column.json() == json)
                .collect(Collectors.toSet());
    }

    private static int countOf(Set<String> promised, String kind) {
        return (int)
                promised.stream().filter(field -> field.endsWith("=" + kind)).count();
    }

    /** Each record once; a nested tool call has the texts of one that is sent on its own. */
    private static void collect(Schema schema, Set<String> into) {
        switch (schema.getType()) {
            case RECORD -> {
                var name = schema.getName().replace("NestedToolCall", "ToolCall");
                for (var field : schema.getFields()) {
                    var json = field.getProp("json");
                    if (json != null && !json.equals("flat")) {
                        into.add(name + "." + field.name() + "=" + json);
                    }
                    collect(field.schema(), into);
                }
            }
            case UNION -> schema.getTypes().forEach(type -> collect(type, into));
            case ARRAY -> collect(schema.getElementType(), into);
            default -> {
                // A plain type has no fields.
            }
        }
    }

    private static boolean isText(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> true;
            case UNION -> schema.getTypes().stream().anyMatch(TextColumnTest::isText);
            case ARRAY -> isText(schema.getElementType());
            default -> false;
        };
    }
}

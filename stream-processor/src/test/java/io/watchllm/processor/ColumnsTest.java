package io.watchllm.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.json.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events as people write them, with every field of the contract, fill every column of every table. */
class ColumnsTest {

    private static final Path EVENTS = Path.of("..", "schemas", "src", "test", "resources", "every-field.ndjson");

    /** Columns that no client fills: the pipeline's own prices do. */
    private static final Set<String> LATER = Set.of("events.price_version");

    private final TopologyRun run = new TopologyRun();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldFillEveryColumnOfEveryTable() throws IOException {
        send();

        Map<String, List<? extends IndexedRecord>> tables =
                Map.of("events", run.events(), "tool_calls", run.toolCalls(), "agent_steps", run.agentSteps());

        assertThat(run.deadLetters()).isEmpty();
        var empty = new TreeSet<String>();
        tables.forEach((table, rows) -> {
            assertThat(rows).as(table).isNotEmpty();
            for (var field : rows.getFirst().getSchema().getFields()) {
                if (rows.stream().allMatch(row -> isEmpty(row.get(field.pos())))) {
                    empty.add(table + "." + field.name());
                }
            }
        });
        assertThat(empty).as("columns that no event fills").isEqualTo(new TreeSet<>(LATER));
    }

    @Test
    void shouldPutEachPartWhereTheTablesSay() throws IOException {
        send();

        var events = run.events().stream().collect(Collectors.toMap(EventRow::getEventId, Function.identity()));
        assertThat(events).hasSize(8);
        assertThat(row(events, "e-1").getContext()).isEqualTo("{\"unknown_field\":{\"kept\":true}}");
        assertThat(row(events, "e-1").getFlags())
                .containsExactly("arrived_late", "cache_tokens_above_input", "zero_tokens", "usage_inconsistent");
        assertThat(row(events, "e-3").getStepContext()).isEqualTo("{\"c\":3}");
        assertThat(row(events, "e-4").getErrorStack()).isEqualTo("at x\nat y");
        assertThat(row(events, "e-5").getAssertionActual()).isEqualTo("\"text\"");
        assertThat(row(events, "e-7").getAlertThreshold()).isEqualByComparingTo("1.5");
        var calls = run.toolCalls();
        assertThat(calls).hasSize(2);
        // The same arguments, nested or not.
        assertThat(calls.getFirst().getArgsHash())
                .isEqualTo(calls.getLast().getArgsHash())
                .matches("[0-9a-f]{64}");
        assertThat(calls.getFirst().getErrorCode()).isEqualTo("c");
    }

    /** A field that the contract gains needs a place in the file, so that its column is looked for. */
    @Test
    void shouldHaveEveryFieldOfTheContract() throws IOException {
        var written = new TreeSet<String>();
        for (var line : Files.readAllLines(EVENTS)) {
            var event = EventJson.read(line);
            collect(event, written);
        }
        var wanted = new TreeSet<String>();
        collect(Event.getClassSchema(), wanted);
        assertThat(written).isEqualTo(wanted);
    }

    private void send() throws IOException {
        for (var line : Files.readAllLines(EVENTS)) {
            run.send(EventJson.read(line));
        }
    }

    private static EventRow row(Map<String, EventRow> rows, String id) {
        return Objects.requireNonNull(rows.get(id), id);
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null || (value instanceof Collection<?> items && items.isEmpty());
    }

    private static void collect(IndexedRecord record, Set<String> into) {
        for (var field : record.getSchema().getFields()) {
            var value = record.get(field.pos());
            if (!isEmpty(value)) {
                into.add(record.getSchema().getName() + "." + field.name());
            }
            if (value instanceof IndexedRecord nested) {
                collect(nested, into);
            } else if (value instanceof List<?> items) {
                for (var item : items) {
                    if (item instanceof IndexedRecord nested) {
                        collect(nested, into);
                    }
                }
            }
        }
    }

    private static void collect(Schema schema, Set<String> into) {
        switch (schema.getType()) {
            case RECORD -> {
                for (var field : schema.getFields()) {
                    if (into.add(schema.getName() + "." + field.name())) {
                        collect(field.schema(), into);
                    }
                }
            }
            case UNION -> schema.getTypes().forEach(type -> collect(type, into));
            case ARRAY -> collect(schema.getElementType(), into);
            default -> {
                // A plain type has no fields.
            }
        }
    }
}

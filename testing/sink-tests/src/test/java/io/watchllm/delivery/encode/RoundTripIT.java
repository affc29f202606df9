package io.watchllm.delivery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.delivery.table.ShardConnections;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.ToolCallRow;
import io.watchllm.sink.SinkStack;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoder and ClickHouse together: what goes in comes out, through the real tables. */
class RoundTripIT {
    private static final Map<String, Schema> SCHEMAS = Map.of(
            "events", EventRow.getClassSchema(),
            "tool_calls", ToolCallRow.getClassSchema(),
            "agent_steps", AgentStepRow.getClassSchema());
    private static final int ROWS = 2_000;
    private static final int PARTITION = 7;

    private static SinkStack stack;

    @BeforeAll
    static void start() {
        stack = SinkStack.shared();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "tool_calls", "agent_steps"})
    void shouldGiveBackEveryValueAndLandARepeatOnce(String table) throws Exception {
        // Given
        var schema = Objects.requireNonNull(SCHEMAS.get(table));
        var rows = WireRows.rows(schema, 42, ROWS);
        var settings = stack.clickHouseSettings();
        String plain;
        try (var client = ShardConnections.open(settings, stack.settings().inserting())) {
            var reader = new TableReader(client.sql(), table);
            plain = reader.columns().stream().map(RoundTripIT::plain).collect(Collectors.joining(", "));
            var block = Tables.plan(schema, reader.columns()).open();
            for (var i = 0; i < rows.size(); i++) {
                assertThat(block.add(RandomRows.avro(rows.get(i)), 0, new Source(PARTITION, i, 1_700_000_000_000L)))
                        .isNull();
            }
            var inserter =
                    new BlockInserter(client.blocks(), settings.database() + "." + table, reader.pinnedSettings());

            // When
            assertThat(inserter.insert(block, "token")).isEqualTo(new Outcome.Acked());
            assertThat(inserter.insert(block, "token")).isEqualTo(new Outcome.Acked());
        }

        // Then
        var read = NativeReader.read(stack.queryBytes(
                "SELECT " + plain + " FROM watchllm." + table + " ORDER BY source_offset FORMAT Native"));
        assertThat(Objects.requireNonNull(read.get("source_offset"))).hasSize(ROWS);
        assertThat(read.keySet()).as("columns of " + table).containsExactlyInAnyOrderElementsOf(columns(schema));
        for (var field : schema.getFields()) {
            var values = Objects.requireNonNull(read.get(field.name()), field.name());
            for (var i = 0; i < ROWS; i++) {
                assertThat(values.get(i))
                        .as("%s of row %d", field.name(), i)
                        .isEqualTo(Tables.expected(rows.get(i), field));
            }
        }
    }

    /** A table has the fields of its row schema and the provenance, and nothing else. */
    private static List<String> columns(Schema schema) {
        return Stream.concat(
                        schema.getFields().stream().map(Schema.Field::name),
                        Stream.of("ingested_at", "source_partition", "source_offset"))
                .toList();
    }

    /** The column without the dictionary of LowCardinality, which the test's reader does not know. */
    private static String plain(TableColumn column) {
        return "CAST(" + column.name() + ", '" + column.type().declaration().replace("'", "\\'") + "') AS "
                + column.name();
    }
}

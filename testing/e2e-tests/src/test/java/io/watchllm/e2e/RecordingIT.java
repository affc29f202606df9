package io.watchllm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.encode.PlanCompiler;
import io.watchllm.delivery.encode.PlanResult;
import io.watchllm.delivery.encode.Source;
import io.watchllm.delivery.table.BlockInserter;
import io.watchllm.delivery.table.ShardConnections;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.operations.input.EventInput;
import io.watchllm.operations.input.InputEvent;
import io.watchllm.processor.core.RowMapping;
import io.watchllm.runtime.Environment;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.Part;
import io.watchllm.teststack.TestStack;
import io.watchllm.validation.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A recording inserted twice under the same tokens: the second time changes no table and no rollup. */
@Timeout(300)
class RecordingIT {
    private static final Path RECORDING = Path.of("..", "..", "samples", "airline-agent.ndjson.gz");
    private static final Limits LIMITS = new Limits(Duration.ofHours(24), Duration.ofDays(36_500), 1 << 20);
    private static final int BLOCK_ROWS = 100;
    private static final long ARRIVAL_MILLIS = 1_790_000_000_000L;
    private static final List<String> FINGERPRINTED =
            List.of("events", "tool_calls", "agent_steps", "hourly_report", "daily_report", "project_summary");

    private static TestStack stack;
    private static Environment environment;

    @BeforeAll
    static void start() {
        stack = TestStack.start(Part.CLICKHOUSE);
        var variables = new HashMap<>(stack.environment());
        // The recording is of one day, and this test is to hold on any.
        for (var table : List.of("EVENTS", "TOOL_CALLS", "AGENT_STEPS", "ROLLUPS")) {
            variables.put("WATCHLLM_CLICKHOUSE_RETENTION_" + table, "0d");
        }
        variables.put("WATCHLLM_KAFKA_BOOTSTRAP", "none:1");
        variables.put("WATCHLLM_SCHEMA_REGISTRY_URL", "http://none");
        environment = new Environment(variables);
        new SchemaTool(ClickHouseSettings.from(environment), SchemaSettings.from(environment)).create(report -> {});
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldChangeNothingWhenTheRecordingComesAgainUnderTheSameTokens() throws Exception {
        // Given
        var rows = rows();
        insert(rows, "first");
        var before = fingerprints();
        assertThat(before.get("events")).startsWith("597\t");
        assertThat(before.get("tool_calls")).startsWith("104\t");
        assertThat(before.get("agent_steps")).startsWith("240\t");

        // When
        insert(rows, "first");

        // Then
        assertThat(fingerprints()).isEqualTo(before);

        // Control: under other tokens the same rows are other rows, and every fingerprint sees them.
        insert(rows, "second");
        assertThat(fingerprints())
                .allSatisfy(
                        (name, fingerprint) -> assertThat(fingerprint).as(name).isNotEqualTo(before.get(name)));
    }

    private static Map<String, List<SpecificRecord>> rows() throws Exception {
        var mapping = new RowMapping(LIMITS, Duration.ofHours(1));
        Map<String, List<SpecificRecord>> rows = new LinkedHashMap<>();
        EventInput.of(RECORDING.toString()).read(input -> {
            assertThat(input).isInstanceOf(InputEvent.Good.class);
            if (input instanceof InputEvent.Good good) {
                var mapped = mapping.rows(good.event(), good.event().getTimestamp());
                add(rows, "events", mapped.event());
                mapped.toolCalls().forEach(call -> add(rows, "tool_calls", call));
                if (mapped.agentStep() != null) {
                    add(rows, "agent_steps", mapped.agentStep());
                }
            }
        });
        return rows;
    }

    private static void add(Map<String, List<SpecificRecord>> rows, String table, SpecificRecord row) {
        rows.computeIfAbsent(table, name -> new ArrayList<>()).add(row);
    }

    private static void insert(Map<String, List<SpecificRecord>> rows, String namespace) {
        var settings = SinkSettings.from(environment);
        try (var client = ShardConnections.open(settings.clickHouse(), settings.inserting())) {
            rows.forEach((table, all) -> {
                var reader = new TableReader(client.sql(), table);
                var inserter = new BlockInserter(
                        client.blocks(), settings.clickHouse().database() + "." + table, reader.pinnedSettings());
                var schema = all.getFirst().getSchema();
                if (!(new PlanCompiler(table, reader.columns()).compile(schema) instanceof PlanResult.Fit fit)) {
                    throw new AssertionError(table + " does not fit its row schema");
                }
                for (var from = 0; from < all.size(); from += BLOCK_ROWS) {
                    var to = Math.min(from + BLOCK_ROWS, all.size());
                    var block = fit.plan().open();
                    for (var offset = from; offset < to; offset++) {
                        var bytes = WireFormat.encode(1, all.get(offset));
                        var fault = block.add(bytes, WireFormat.PAYLOAD_OFFSET, new Source(0, offset, ARRIVAL_MILLIS));
                        assertThat(fault).isNull();
                    }
                    assertThat(inserter.insert(block, namespace + "/0/" + from)).isEqualTo(new Outcome.Acked());
                }
            });
        }
    }

    /** Rows and a sum over all that stands in them, by table and view. */
    private static Map<String, String> fingerprints() throws Exception {
        var query = new ClickHouseQuery(environment.variables());
        Map<String, String> found = new LinkedHashMap<>();
        for (var name : FINGERPRINTED) {
            found.put(
                    name,
                    Objects.requireNonNull(
                            query.text("SELECT count(), sum(cityHash64(toString(tuple(*)))) FROM " + name)));
        }
        return found;
    }
}

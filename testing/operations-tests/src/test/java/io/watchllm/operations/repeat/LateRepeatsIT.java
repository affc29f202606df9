package io.watchllm.operations.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.delivery.table.ShardConnections;
import io.watchllm.events.Status;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.audit.Audit;
import io.watchllm.operations.audit.TableReport.Counts;
import io.watchllm.operations.repeat.core.EventIdentity;
import io.watchllm.operations.rollup.RollupRebuild;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.operations.rollup.RollupScope;
import io.watchllm.rows.CostSource;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.EventType;
import io.watchllm.rows.ToolCallRow;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.sink.SinkService;
import io.watchllm.sink.SinkStack;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A resumed session ships its history again, 77 minutes later: stored twice, found, and taken out. */
class LateRepeatsIT {
    private static final BigDecimal USD = new BigDecimal("0.000750000");

    private final Instant sent = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofMinutes(77));

    private SinkStack stack;
    private SinkService sink;
    private CachedSchemaRegistryClient registry;

    @BeforeEach
    void start() {
        stack = SinkStack.shared();
        sink = stack.start(stack.settings("WATCHLLM_SINK_FLUSH_INTERVAL", "20ms"));
        registry = new CachedSchemaRegistryClient(
                List.of(stack.engines().schemaRegistry().url()),
                100,
                List.of(new AvroSchemaProvider()),
                Map.of(),
                Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
        sink.close();
    }

    @Test
    void shouldFindRepeatsAndTakeTheLaterCopiesOutOfRowsAndRollups() {
        // Given: a call with a nested one, another event under the id of a call, and one that is late and alone.
        send(call("step-1", "run-1", 900).build(), tool("step-1", "run-1"));
        send(call("step-1", "run-2", 90).build());
        send(call("step-2", "run-1", 700).build());
        landed(3, 1);
        var before = fingerprintOfFirst();
        send(late(call("step-1", "run-1", 900)), tool("step-1", "run-1"));
        send(late(call("step-2", "run-1", 700).setPrompt("something else")));
        send(late(call("alone", "run-3", 50)));
        landed(6, 2);

        // When
        var found = look(false);

        // Then
        assertThat(found.late()).isEqualTo(3);
        assertThat(found.repeats()).isEqualTo(1);
        assertThat(found.repeatsUsd()).isEqualTo(USD);
        assertThat(found.conflicts()).isEqualTo(1);
        assertThat(found.unresolved()).isZero();
        assertThat(found.clean()).isFalse();
        assertThat(found.examples())
                .containsExactly(
                        "shop/run-1/step-1: 1 too many, 0.000750000 USD",
                        "shop/run-1/step-2: copies of different contents, which are left as they are");
        assertThat(stack.counts("events")).isEqualTo("6\t6");

        // When
        var repaired = look(true);

        // Then: gone from rows and rollups, not missed by an audit, nor put in again.
        assertThat(repaired.removed()).isEqualTo(1);
        assertThat(repaired.clean()).isTrue();
        assertThat(stack.counts("events")).isEqualTo("5\t5");
        assertThat(stack.counts("tool_calls")).isEqualTo("1\t1");
        assertThat(stack.query("SELECT count(), any(source_offset), sum(cost_estimate_usd) FROM watchllm.events WHERE"
                        + " run_id = 'run-1' AND event_id = 'step-1'"))
                .isEqualTo("1\t0\t0.00075");
        assertThat(fingerprintOfFirst()).isEqualTo(before);
        assertRollupsOfFiveCalls();
        assertThat(audit(SinkTable.EVENTS)).isEqualTo(new Counts(6, 0, 0, 0, 0, 0, 0, 0));
        assertThat(audit(SinkTable.TOOL_CALLS)).isEqualTo(new Counts(2, 0, 0, 0, 0, 0, 0, 0));
        assertThat(stack.query("SELECT source_table, source_offset, kept_offset, cost_estimate_usd FROM"
                        + " watchllm.removed_repeats WHERE source_table != '' ORDER BY source_table"))
                .isEqualTo("events\t3\t0\t0.00075\ntool_calls\t1\t0\t\\N");
        assertNothingMoreIsFound();
    }

    private void assertNothingMoreIsFound() {
        var again = look(true);
        assertThat(again.repeats()).isZero();
        assertThat(again.conflicts()).isEqualTo(1);
    }

    @Test
    void shouldEndWhatARunThatWasKilledHadBegun() {
        send(call("step-1", "run-1", 900).build());
        send(late(call("step-1", "run-1", 900)));
        landed(2, 0);

        // Given: the block is in ledger and rollups, and the rows are still there.
        try (var client = client()) {
            appendFirst(removal(client));
        }
        assertThat(stack.query("SELECT sum(events) FROM watchllm.project_totals"))
                .isEqualTo("1");
        assertThat(stack.counts("events")).isEqualTo("2\t2");
        try (var client = client()) {
            var rebuild = new RollupRebuild(client.sql(), () -> {});
            assertThatThrownBy(() -> rebuild.rebuild("events", RollupScope.ALL))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("let watchllm audit --repair end first");
        }

        // When
        var repaired = look(true);

        // Then
        assertThat(repaired.notes()).anyMatch(note -> note.startsWith("ended block 1 of removed_repeats"));
        assertThat(repaired.repeats()).isZero();
        assertThat(stack.counts("events")).isEqualTo("1\t1");
        assertThat(stack.query("SELECT sum(events), sum(cost_usd) FROM watchllm.project_totals"))
                .isEqualTo("1\t0.00075");
        assertThat(look(true).notes()).isEmpty();
    }

    /** ClickHouse knows the token of a block and does not have its rows, as after a crash between the two. */
    @Test
    void shouldNotBelieveALedgerThatAcknowledgesWhatItDoesNotHold() {
        send(call("step-1", "run-1", 900).build());
        send(late(call("step-1", "run-1", 900)));
        landed(2, 0);
        try (var client = client()) {
            var removal = removal(client);
            appendFirst(removal);
            removal.end(1);
            // When: the end of the block is lost
            stack.query("DELETE FROM watchllm.removed_repeats WHERE source_table = ''");
            assertThatThrownBy(() -> removal.end(1))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining(
                            "the end of block 1 of removed_repeats was acknowledged, and the ledger does");
            stack.query("DELETE FROM watchllm.removed_repeats WHERE sequence = 1");
            assertThatThrownBy(() -> appendFirst(removal))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("block 1 of removed_repeats was acknowledged, and of its 1 rows the ledger"
                            + " holds 0: ClickHouse knows its token and has lost its rows");
        }
    }

    private static void appendFirst(RepeatRemoval removal) {
        removal.append(1, List.of("events"), List.of(new EventIdentity("shop", "run-1", "step-1")));
    }

    private void send(EventRow row, SpecificRecord... calls) {
        stack.send(Topics.EVENT_ROWS.name(), List.of(wire(Topics.EVENT_ROWS.name(), row)));
        for (var call : calls) {
            stack.send(Topics.TOOL_CALL_ROWS.name(), List.of(wire(Topics.TOOL_CALL_ROWS.name(), call)));
        }
    }

    private byte[] wire(String topic, SpecificRecord row) {
        return WireFormat.encode(stack.schemaId(topic), row);
    }

    private EventRow.Builder call(String id, String run, int latencyMs) {
        return EventRow.newBuilder()
                .setEventId(id)
                .setProjectId("shop")
                .setRunId(run)
                .setTimestamp(sent)
                .setEventType(EventType.prompt_call)
                .setEnv("production")
                .setProvider("openai")
                .setModel("gpt-4o-mini")
                .setPrompt("hello")
                .setResponse("world")
                .setTokensInput(1_000)
                .setTokensOutput(1_000)
                .setCostEstimateUsd(USD)
                .setCostSource(CostSource.price_table)
                .setPriceVersion("v1")
                .setLatencyMs(latencyMs)
                .setTtftMs(latencyMs / 2)
                .setUserId("u")
                .setStatus(Status.success)
                .setTags(List.of())
                .setHallucinationRecommendations(List.of())
                .setAlertAffectedModels(List.of())
                .setFlags(List.of());
    }

    private static EventRow late(EventRow.Builder row) {
        return row.setFlags(List.of("arrived_late", "price_family"))
                .setPriceVersion("v2")
                .build();
    }

    private ToolCallRow tool(String id, String run) {
        return ToolCallRow.newBuilder()
                .setEventId(id)
                .setProjectId("shop")
                .setRunId(run)
                .setTimestamp(sent)
                .setCallIndex(0)
                .setToolName("search")
                .setToolInput("{\"q\":1}")
                .build();
    }

    private void landed(int events, int calls) {
        await().atMost(SinkStack.DEADLINE).untilAsserted(() -> {
            assertThat(audit(SinkTable.EVENTS).records()).isEqualTo(events);
            assertThat(audit(SinkTable.TOOL_CALLS).records()).isEqualTo(calls);
        });
    }

    private RepeatReport look(boolean remove) {
        return new LateRepeats(stack.settings(), Clock.systemUTC()).look(null, null, remove);
    }

    private Counts audit(SinkTable table) {
        try (var audit = new Audit(stack.settings(), registry, Clock.systemUTC())) {
            return audit.rows(table, new Audit.Scope(null, null, true)).counts();
        }
    }

    private List<RollupReport.Difference> differences() {
        try (var audit = new Audit(stack.settings(), registry, Clock.systemUTC())) {
            return audit.rollups(SinkTable.EVENTS).stream()
                    .flatMap(report -> report.differences().stream())
                    .toList();
        }
    }

    private void assertRollupsOfFiveCalls() {
        assertThat(differences()).isEmpty();
        assertThat(stack.query("SELECT sum(events), sum(cost_usd) FROM watchllm.project_totals"))
                .isEqualTo("5\t0.00375");
        assertThat(stack.query("SELECT sum(requests), sum(tokens_input) FROM watchllm.hourly_metrics"))
                .isEqualTo("5\t5000");
    }

    private String fingerprintOfFirst() {
        return stack.query(
                "SELECT count(), sum(cityHash64(toString(tuple(*)))) FROM watchllm.events WHERE source_offset < 3");
    }

    private ClickHouseServer client() {
        return ShardConnections.open(
                stack.clickHouseSettings(), stack.settings().inserting());
    }

    private RepeatRemoval removal(ClickHouseServer server) {
        return new RepeatRemoval(server, stack.settings().inserting(), Clock.systemUTC());
    }
}

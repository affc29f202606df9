package io.watchllm.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.clickhouse.core.Problem;
import io.watchllm.clickhouse.core.RetentionClass;
import io.watchllm.operations.rollup.RollupComparison;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.operations.rollup.RollupScope;
import io.watchllm.sink.ReportReader;
import io.watchllm.sink.RowLoad;
import io.watchllm.sink.SinkService;
import io.watchllm.sink.SinkStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A filled database is changed while a sink stores what keeps coming: afterwards every row is there once, and every
 * rollup says what a recount does.
 */
class MigrationsUnderLoadIT {
    private static final int STORED = 60_000;
    private static final Path PAGE = Path.of("../../docs/operators/migrations.md");

    private static SinkStack stack;

    private RowLoad load;
    private SinkService sink;

    @BeforeAll
    static void startEngines() {
        stack = SinkStack.shared();
    }

    @BeforeEach
    void start() {
        // What a test before has changed is no schema of ours any more.
        stack.query("DROP DATABASE watchllm SYNC");
        new SchemaTool(stack.clickHouseSettings(), SchemaSettings.DEFAULT).create(_ -> {});
        fill();
        load = new RowLoad(stack);
        sink = startSink();
    }

    @AfterEach
    void stop() {
        load.close();
        sink.close();
    }

    @Test
    void shouldFillAColumnThatIsAddedWhileTheSinkRuns() {
        load.startWithField("region");
        awaitRows("source_offset >= 0");

        stack.query("ALTER TABLE watchllm.events ADD COLUMN region Nullable(String) COMMENT 'Where it ran.'");
        awaitRows("region = 'r'");
        finish();

        assertThat(stack.query("SELECT countIf(region = 'r') > 0, countIf(isNull(region)) > 0 FROM watchllm.events"
                        + " WHERE source_offset >= 0"))
                .isEqualTo("1\t1");
        assertThat(stack.query("SELECT count() FROM watchllm.events AS e INNER JOIN (SELECT source_partition,"
                        + " min(source_offset) AS first FROM watchllm.events WHERE region = 'r' GROUP BY source_partition)"
                        + " AS f USING source_partition WHERE e.source_offset > f.first AND isNull(e.region)"))
                .as("rows behind the first that has it, without it")
                .isEqualTo("0");
        assertThat(stack.query("SELECT countIf(isNotNull(region)) FROM watchllm.events WHERE source_offset < 0"))
                .as("rows from before")
                .isEqualTo("0");
    }

    @Test
    void shouldChangeRetentionOfRowsPayloadAndAProjectWhileTheSinkRuns() {
        load.start();
        awaitRows("source_offset >= 0");
        var wanted = new SchemaTool(
                stack.clickHouseSettings(),
                new SchemaSettings(30, 30, 30, 400, false, 10_000).with(10, RetentionClass.read("trial=3d:project-1")));

        wanted.check().problems().stream().map(Problem::mend).forEach(stack::query);
        await().atMost(SinkStack.DEADLINE)
                .until(() -> stack.query(
                                "SELECT count() FROM system.mutations WHERE database = 'watchllm' AND NOT is_done")
                        .equals("0"));
        finish();

        assertThat(wanted.check().problems()).isEmpty();
        // Of the rows that were there, one in 60 is of each of the last 60 days.
        assertThat(stack.query(
                        "SELECT max(dateDiff('day', timestamp, now())) <= 30, count() BETWEEN 15000 AND 30000 FROM"
                                + " watchllm.events WHERE source_offset < 0"))
                .isEqualTo("1\t1");
        assertThat(stack.query(
                        "SELECT max(dateDiff('day', timestamp, now())) FROM watchllm.events WHERE source_offset < 0"
                                + " AND project_id = 'project-1'"))
                .isIn("2", "3");
        assertThat(stack.query("SELECT countIf(isNotNull(prompt) AND timestamp < now() - INTERVAL 11 DAY),"
                        + " countIf(isNull(prompt) AND timestamp > now() - INTERVAL 9 DAY) FROM watchllm.events WHERE"
                        + " source_offset < 0"))
                .isEqualTo("0\t0");
        assertThat(stack.query("SELECT sum(requests) FROM watchllm.hourly_report WHERE provider = 'filled'"))
                .as("rollups keep what rows said")
                .isEqualTo(Integer.toString(STORED));
        assertThat(compare()).anyMatch(report -> report.counts().beyond() > 0);
    }

    @Test
    void shouldGiveStoredRowsAProjectionWhileTheSinkRuns() throws IOException {
        stack.query("ALTER TABLE watchllm.events DROP PROJECTION by_version, DROP PROJECTION by_kind,"
                + " DROP PROJECTION by_run");
        load.start();
        awaitRows("source_offset >= 0");
        var schema = new SchemaTool(stack.clickHouseSettings(), SchemaSettings.DEFAULT);
        schema.check().problems().stream()
                .map(problem -> problem.mend().substring(0, problem.mend().lastIndexOf(", MATERIALIZE")))
                .forEach(stack::query);
        var months = stack.query("SELECT DISTINCT partition FROM system.parts WHERE database = 'watchllm' AND"
                + " table = 'events' AND active");

        for (var month : months.lines().toList()) {
            run(steps("A projection is added").getFirst().replace("<MONTH>", month));
        }
        await().atMost(SinkStack.DEADLINE)
                .until(() -> stack.query("SELECT count() FROM system.parts WHERE database = 'watchllm' AND"
                                + " table = 'events' AND active AND length(projections) < 3")
                        .equals("0"));
        finish();

        assertThat(schema.check().problems()).isEmpty();
        assertThat(stack.query(
                        "SELECT countMerge(`count()`), sumMerge(`sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9))`)"
                                + " FROM mergeTreeProjection(watchllm, events, by_version)"))
                .isEqualTo(stack.query("SELECT count(), sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) FROM"
                        + " watchllm.events SETTINGS optimize_use_projections = 0"));
    }

    @Test
    void shouldPutAnotherTableBehindAViewWhileReportsAnswer() throws IOException {
        load.start();
        awaitRows("source_offset >= 0");
        var steps = steps("A rollup gets another table behind its view");
        assertThat(steps).hasSize(6);
        try (var reports = new ReportReader(stack)) {
            run(steps.get(0));
            sink.close();
            run(steps.get(1));
            sink = startSink();
            run(steps.get(2));
            awaitRows("source_offset > (SELECT max(source_offset) FROM watchllm.events_then)");
            sink.close();
            assertThat(stack.query(steps.get(3).replace(";", ""))).isEmpty();
            run(steps.get(4));
            sink = startSink();
            run(steps.get(5));
            finish();
            assertThat(reports.problem()).isEmpty();
            assertThat(reports.answers()).isPositive();
        }

        assertThat(stack.query("SELECT sorting_key FROM system.tables WHERE database = 'watchllm' AND name ="
                        + " 'hourly_metrics'"))
                .isEqualTo("project_id, model, provider, env, status, hour");
        assertThat(new SchemaTool(stack.clickHouseSettings(), SchemaSettings.DEFAULT)
                        .verify()
                        .ok())
                .isTrue();
        shouldStillTakeCorrections();
    }

    /** The view on the ledger finds the table that has the name now. */
    private void shouldStillTakeCorrections() {
        var cost = "SELECT toFloat64(sum(cost_usd)) FROM watchllm.hourly_report WHERE provider = 'ledger'";
        stack.query("INSERT INTO watchllm.cost_corrections (project_id, sequence, timestamp, provider, cost_after_usd)"
                + " VALUES ('p', 1, now(), 'ledger', 7)");
        assertThat(stack.query(cost)).isEqualTo("7");
    }

    /** Stops the load, waits until all of it is stored, and compares. */
    private void finish() {
        load.close();
        await().atMost(SinkStack.DEADLINE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(stack.query("SELECT count(), uniqExact(source_partition, source_offset)"
                                + " FROM watchllm.events WHERE source_offset >= 0"))
                        .isEqualTo(load.sent() + "\t" + load.sent()));
        // A view is filled a moment after its table.
        await().atMost(SinkStack.DEADLINE)
                .untilAsserted(() -> assertThat(compare())
                        .isNotEmpty()
                        .allMatch(report -> report.differences().isEmpty()));
    }

    private List<RollupReport> compare() {
        try (var sql = ClickHouseConnection.open(stack.clickHouseSettings())) {
            return new RollupComparison(sql, Duration.ofMillis(200)).compare("events", RollupScope.ALL);
        }
    }

    private SinkService startSink() {
        return stack.start(
                stack.settings("WATCHLLM_SINK_FLUSH_INTERVAL", "20ms", "WATCHLLM_SINK_FAULT_INTERVAL", "200ms"));
    }

    private void awaitRows(String condition) {
        await().atMost(SinkStack.DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !stack.query("SELECT count() FROM watchllm.events WHERE " + condition)
                        .equals("0"));
    }

    /** Calls of ten projects over 60 days, in blocks as a sink makes them. */
    private void fill() {
        for (var block = 0; block < 3; block++) {
            stack.query(
                    "INSERT INTO watchllm.events (event_id, project_id, run_id, timestamp, event_type, user_id, provider,"
                            + " model, tokens_input, cost_estimate_usd, latency_ms, status, prompt) SELECT toString(number),"
                            + " concat('project-', toString(intDiv(number, 60) % 10)), toString(number % 500),"
                            + " now() - toIntervalDay(number % 60), 'prompt_call', toString(number % 77), 'filled', 'm',"
                            + " number % 1000, number * 0.000000001, number % 997, 'success', repeat('word ', 10) FROM numbers("
                            + block * (STORED / 3) + ", " + STORED / 3 + ")");
        }
    }

    /** The statements of each step of a section of the page, in order. */
    private List<String> steps(String section) throws IOException {
        var page = Files.readString(PAGE);
        var begin = page.indexOf("\n## " + section + "\n");
        assertThat(begin).isPositive();
        var end = page.indexOf("\n## ", begin + 1);
        var select = stack.query(
                "SELECT as_select FROM system.tables WHERE database = 'watchllm' AND name = 'hourly_metrics_mv' FORMAT TSVRaw");
        var day = LocalDate.now(ZoneOffset.UTC).minusDays(40) + " 00:00:00";
        return Pattern.compile("(?s)```sql\\n(.*?)```")
                .matcher(page.substring(begin, end < 0 ? page.length() : end))
                .results()
                .map(block -> block.group(1)
                        .replace("<SELECT>", select)
                        .replace(
                                "<SELECT FROM watchllm.events_then>",
                                select.replace("FROM watchllm.events ", "FROM watchllm.events_then "))
                        .replace("<DAY>", day))
                .toList();
    }

    private void run(String statements) {
        for (var statement : statements.split(";\\s*\\n", -1)) {
            if (!statement.isBlank()) {
                stack.query(statement);
            }
        }
    }
}

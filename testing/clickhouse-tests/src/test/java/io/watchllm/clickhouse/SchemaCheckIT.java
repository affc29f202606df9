package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.watchllm.clickhouse.core.Problem;
import io.watchllm.runtime.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckIT {
    @Test
    void shouldFindNothingInAFreshDatabase() {
        try (var database = TestDatabase.created()) {
            database.sql("INSERT INTO events (event_id, project_id, timestamp) VALUES ('e1', 'p1', now())");

            var check = database.tool().check();

            assertThat(check.problems()).isEmpty();
            assertThat(check.ok()).isTrue();
            assertThat(check.tables()).hasSize(22);
            assertThat(check.tables())
                    .filteredOn(table -> table.name().equals("events"))
                    .singleElement()
                    .satisfies(table -> {
                        assertThat(table.engine()).isEqualTo("MergeTree");
                        assertThat(table.size().rows()).isEqualTo(1);
                        assertThat(table.size().bytes()).isPositive();
                        assertThat(table.indexes()).contains("idx_run_id", "idx_user_id");
                        assertThat(table.kept().days()).isEqualTo(90);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP VIEW daily_report | daily_report | is missing; expected View",
                "DROP VIEW hourly_metrics_mv | hourly_metrics_mv | is missing; expected MaterializedView",
                "DROP TABLE tool_calls | tool_calls | is missing; expected MergeTree",
                "ALTER TABLE agent_steps DROP COLUMN reasoning | agent_steps | column reasoning is missing",
                "ALTER TABLE events DROP INDEX idx_user_id | events | index idx_user_id is missing",
                "ALTER TABLE tool_calls DROP PROJECTION by_tool | tool_calls | projection by_tool is missing; expected (SELECT",
                "ALTER TABLE events DROP PROJECTION by_run, ADD PROJECTION by_run (SELECT run_id, count() GROUP BY run_id) | events | projection by_run is (SELECT run_id, count() GROUP BY run_id); expected (SELECT project_id",
                "ALTER TABLE events MODIFY COLUMN release Nullable(String) | events | column release is Nullable(String)",
                "ALTER TABLE events MODIFY TTL toDateTime(timestamp) + INTERVAL 9 DAY | events | keeps rows 9 days; the settings say 90",
                "ALTER TABLE daily_metrics REMOVE TTL | daily_metrics | keeps rows for ever; the settings say 400",
            })
    void shouldFindWhatIsMissingOrDiffers(String change, String table, String problem) {
        try (var database = TestDatabase.created()) {
            database.sql(change);

            var check = database.tool().check();

            assertThat(check.ok()).isFalse();
            assertThat(check.problems()).singleElement().satisfies(found -> {
                assertThat(found.object()).isEqualTo(table);
                assertThat(found.what()).startsWith(problem);
            });
        }
    }

    /** Names of steps come from applications, and some put ids into them. */
    @Test
    void shouldNoteTextsThatHaveTooManyValuesForADictionary() {
        try (var database = TestDatabase.created()) {
            database.sql(
                    "INSERT INTO events (event_id, project_id, run_id, timestamp, step_name, agent_name, tags) SELECT"
                            + " 'e' || number, 'p', 'r', now64(3), 'step ' || number, 'agent ' || number % 9000,"
                            + " ['tag ' || number] FROM numbers(20000) SETTINGS max_insert_block_size = 20000");

            var check = database.tool().check();

            assertThat(check.ok()).isTrue();
            assertThat(check.problems())
                    .extracting(
                            Problem::severity,
                            Problem::object,
                            problem -> problem.what().split(" holds ", -1)[0])
                    .containsExactly(
                            tuple(Problem.Severity.NOTE, "events", "column tags"),
                            tuple(Problem.Severity.NOTE, "events", "column step_name"));
            assertThat(check.problems().getLast().what())
                    .contains("expected at most 10000, since it is LowCardinality");
        }
    }

    @Test
    void shouldNameSqlThatMends() {
        try (var database = TestDatabase.created()) {
            database.sql("ALTER TABLE events DROP INDEX idx_model, DROP COLUMN release, MODIFY COLUMN env DEFAULT 'x'");
            database.sql("ALTER TABLE events MODIFY TTL toDateTime(timestamp) + INTERVAL 9 DAY");
            database.sql("ALTER TABLE tool_calls REMOVE TTL");
            database.sql("ALTER TABLE tool_calls DROP PROJECTION by_tool");

            var problems = database.tool().check().problems();
            problems.stream().map(Problem::mend).forEach(database::sql);

            assertThat(problems).hasSize(6);
            assertThat(database.tool().check().problems()).isEmpty();
        }
    }

    @Test
    void shouldLeaveAloneWhatSomebodyAdded() {
        try (var database = TestDatabase.created()) {
            database.sql("ALTER TABLE events ADD COLUMN mine String");
            database.sql("ALTER TABLE events ADD PROJECTION mine (SELECT env, count() GROUP BY env)");
            database.sql("CREATE TABLE mine (a String) ENGINE = MergeTree ORDER BY a");

            assertThat(database.tool().check().problems()).isEmpty();
        }
    }

    @Test
    void shouldMissTheTextIndexWhenItsSwitchIsOn() {
        try (var database = TestDatabase.created()) {
            var tool = new SchemaTool(database.settings(), new SchemaSettings(90, 90, 90, 400, true, 10_000));

            assertThat(tool.check().problems())
                    .extracting(Problem::what)
                    .allMatch(what -> what.contains("_text is missing"))
                    .hasSize(2);

            tool.create(_ -> {});

            assertThat(tool.check().problems()).isEmpty();
        }
    }

    @Test
    void shouldSayThatTheDatabaseIsMissing() {
        var database = TestDatabase.absent();

        assertThatThrownBy(() -> database.tool().check())
                .isInstanceOf(StatementException.class)
                .hasMessageContaining(database.name())
                .hasMessageContaining("Run: watchllm schema create");
    }

    @Test
    void shouldSayWhichServerDoesNotAnswer() {
        var settings = new ClickHouseSettings(
                URI.create("http://127.0.0.1:1"),
                "default",
                new Secret("hush"),
                "watchllm",
                null,
                Duration.ofSeconds(5));
        var tool = new SchemaTool(settings, SchemaSettings.DEFAULT);

        for (var call : List.<Runnable>of(() -> tool.create(_ -> {}), tool::check, tool::verify)) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(StatementException.class)
                    .hasMessageStartingWith("ClickHouse at http://127.0.0.1:1 does not answer")
                    .hasMessageContaining("WATCHLLM_CLICKHOUSE_URL")
                    .hasMessageNotContaining("hush");
        }
    }

    @Test
    void shouldSayThatThePasswordIsWrong() {
        try (var database = TestDatabase.absent()) {
            var settings = database.settings();
            var wrong = new ClickHouseSettings(
                    settings.url(), "nobody", new Secret("hush"), settings.database(), null, settings.timeout());

            assertThatThrownBy(() -> new SchemaTool(wrong, SchemaSettings.DEFAULT).check())
                    .isInstanceOf(StatementException.class)
                    .hasMessageContaining("refuses user 'nobody'")
                    .hasMessageContaining("WATCHLLM_CLICKHOUSE_PASSWORD")
                    .hasMessageNotContaining("hush");
        }
    }
}

package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.StatementReport.Outcome;
import io.watchllm.clickhouse.core.Migration;
import io.watchllm.clickhouse.core.MigrationRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaCreateIT {
    private static final String STATE = "SELECT name, create_table_query, metadata_modification_time FROM system.tables"
            + " WHERE database = currentDatabase() ORDER BY name";

    @Test
    void shouldCreateEverythingAndTellOfEachStatement() {
        try (var database = TestDatabase.absent()) {
            var told = new ArrayList<StatementReport>();

            var reports = database.tool().create(told::add);

            assertThat(told).isEqualTo(reports).allMatch(report -> report.outcome() == Outcome.DONE);
            assertThat(told.getFirst())
                    .isEqualTo(
                            new StatementReport("0001_events", 1, told.size(), "create table", "events", Outcome.DONE));
            assertThat(database.sql("SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name")
                            .lines())
                    .containsExactly(
                            "accepted_losses",
                            "agent_steps",
                            "cost_corrections",
                            "daily_corrections_mv",
                            "daily_metrics",
                            "daily_metrics_mv",
                            "daily_removals_mv",
                            "daily_report",
                            "events",
                            "hourly_corrections_mv",
                            "hourly_metrics",
                            "hourly_metrics_mv",
                            "hourly_removals_mv",
                            "hourly_report",
                            "project_summary",
                            "project_totals",
                            "project_totals_mv",
                            "removed_repeats",
                            "schema_migrations",
                            "tool_calls",
                            "totals_corrections_mv",
                            "totals_removals_mv");
        }
    }

    @Test
    void shouldChangeNothingWhenRunTwice() {
        try (var database = TestDatabase.created()) {
            var before = database.sql(STATE);
            var ledger = database.sql("SELECT * FROM schema_migrations ORDER BY number");

            var reports = database.tool().create(_ -> {});

            assertThat(reports).isNotEmpty().allMatch(report -> report.outcome() == Outcome.ALREADY_THERE);
            assertThat(database.sql(STATE)).isEqualTo(before);
            assertThat(database.sql("SELECT * FROM schema_migrations ORDER BY number"))
                    .isEqualTo(ledger);
        }
    }

    @Test
    void shouldFinishWhatWasCutOff() {
        try (var database = TestDatabase.created()) {
            var complete = database.rows(
                    "SELECT name, engine FROM system.tables WHERE database = currentDatabase() ORDER BY name");

            // As if the process had died within 0005, after its table and before its view.
            database.sql("DROP VIEW daily_report");
            database.sql("DROP VIEW project_summary");
            database.sql("DELETE FROM schema_migrations WHERE number >= 5 SETTINGS mutations_sync = 1");
            database.tool().create(_ -> {});

            assertThat(database.rows(
                            "SELECT name, engine FROM system.tables WHERE database = currentDatabase() ORDER BY name"))
                    .isEqualTo(complete);
            assertThat(database.sql("SELECT count(), uniqExact(number) FROM schema_migrations"))
                    .isEqualTo("10\t10");
        }
    }

    @Test
    void shouldRestoreWhatWasDropped() {
        try (var database = TestDatabase.created()) {
            database.sql("DROP VIEW hourly_metrics_mv");

            var reports = database.tool().create(_ -> {});

            assertThat(reports)
                    .filteredOn(report -> report.outcome() == Outcome.RESTORED)
                    .extracting(StatementReport::name)
                    .containsExactly("hourly_metrics_mv");
            assertThat(database.sql("EXISTS VIEW hourly_metrics_mv")).isEqualTo("1");
        }
    }

    @Test
    void shouldRefuseAnEditedMigration() {
        try (var database = TestDatabase.created()) {
            var edited = new ArrayList<>(SchemaTool.migrations());
            var old = edited.get(1);
            edited.set(1, new Migration(2, "tool_calls", "f".repeat(64), old.condition(), old.statements()));

            assertThatThrownBy(() -> new SchemaTool(database.settings(), SchemaSettings.DEFAULT, List.copyOf(edited))
                            .create(_ -> {}))
                    .isInstanceOf(MigrationRefusedException.class)
                    .hasMessageContaining("0002_tool_calls")
                    .hasMessageContaining(old.checksum())
                    .hasMessageContaining("f".repeat(64))
                    .hasMessageContaining("as a new migration");
        }
    }

    @Test
    void shouldAddTheTextIndexWhenItsSwitchIsTurnedOn() {
        try (var database = TestDatabase.created()) {
            var switched = new SchemaSettings(90, 90, 90, 400, true, 10_000);

            var reports = new SchemaTool(database.settings(), switched).create(_ -> {});

            assertThat(reports)
                    .filteredOn(report -> report.outcome() == Outcome.DONE)
                    .extracting(StatementReport::migration)
                    .containsExactly("0007_text_search", "0007_text_search");
            assertThat(database.sql("SELECT name FROM system.data_skipping_indices WHERE database = currentDatabase()"
                            + " AND type = 'text' ORDER BY name"))
                    .isEqualTo("idx_prompt_text\nidx_response_text");
        }
    }

    @Test
    void shouldTakeRetentionAsAParameter() {
        try (var database = TestDatabase.created(new SchemaSettings(7, 0, 30, 500, false, 777))) {
            var engine = "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = ";

            assertThat(database.sql(engine + "'events'"))
                    .contains("toIntervalDay(7)")
                    .contains("non_replicated_deduplication_window = 777");
            assertThat(database.sql(engine + "'tool_calls'")).doesNotContain("TTL");
            assertThat(database.sql(engine + "'agent_steps'")).contains("toIntervalDay(30)");
            assertThat(database.sql(engine + "'daily_metrics'")).contains("toIntervalDay(500)");
            assertThat(database.sql(engine + "'project_totals'")).doesNotContain("TTL");
        }
    }

    @Test
    void shouldExplainEveryColumnAndTable() {
        try (var database = TestDatabase.created()) {
            assertThat(
                            database.sql(
                                    "SELECT table, name FROM system.columns WHERE database = currentDatabase() AND comment = ''"))
                    .isEmpty();
            assertThat(database.sql(
                            "SELECT name FROM system.tables WHERE database = currentDatabase() AND comment = ''"))
                    .isEmpty();
        }
    }
}

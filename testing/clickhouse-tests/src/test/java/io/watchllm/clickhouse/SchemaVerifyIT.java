package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaVerifyIT {
    @Test
    void shouldFindNothingInAFreshDatabase() {
        try (var database = TestDatabase.created()) {
            var verification = database.tool().verify();

            assertThat(verification.problems()).isEmpty();
            assertThat(verification.ok()).isTrue();
            assertThat(verification.version()).matches("\\d+\\.\\d+.*");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events | MODIFY SETTING non_replicated_deduplication_window = 0 | non_replicated_deduplication_window is 0",
                "agent_steps | RESET SETTING non_replicated_deduplication_window | non_replicated_deduplication_window is 0",
                "hourly_metrics | MODIFY SETTING non_replicated_deduplication_window = 0 | non_replicated_deduplication_window is 0",
                "project_totals | MODIFY SETTING non_replicated_deduplication_window = 0 | non_replicated_deduplication_window is 0",
                "cost_corrections | MODIFY SETTING non_replicated_deduplication_window = 0 | non_replicated_deduplication_window is 0",
                "events | MODIFY SETTING async_insert = 1 | async_insert is on for this table",
                "daily_metrics | MODIFY SETTING async_insert = 1 | async_insert is on for this table",
            })
    void shouldFindASettingThatBreaksExactlyOnceAndMendIt(String table, String change, String what) {
        try (var database = TestDatabase.created()) {
            database.sql("ALTER TABLE " + table + " " + change);

            var broken = database.tool().verify();

            assertThat(broken.ok()).isFalse();
            assertThat(broken.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.object()).isEqualTo(database.name() + "." + table);
                assertThat(problem.what()).startsWith(what);
                database.sql(problem.mend());
            });
            assertThat(database.tool().verify().problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"Null", "Memory", "Log"})
    void shouldFindAnEngineThatForgetsBehindSomebodysView(String engine) {
        try (var database = TestDatabase.created()) {
            database.sql("CREATE TABLE mine (n UInt64) ENGINE = " + engine);
            database.sql("CREATE MATERIALIZED VIEW mine_mv TO mine AS SELECT requests AS n FROM hourly_metrics");

            assertThat(database.tool().verify().problems()).singleElement().satisfies(problem -> {
                assertThat(problem.object()).isEqualTo(database.name() + ".mine");
                assertThat(problem.what()).contains("has engine " + engine);
            });
        }
    }

    @Test
    void shouldLookIntoTheTableOfAViewWithoutTarget() {
        try (var database = TestDatabase.created()) {
            database.sql(
                    "CREATE MATERIALIZED VIEW mine ENGINE = MergeTree ORDER BY n AS SELECT event_id AS n FROM events");

            assertThat(database.tool().verify().problems()).singleElement().satisfies(problem -> {
                assertThat(problem.object()).startsWith(database.name() + ".`.inner_id.");
                database.sql(problem.mend());
            });
        }
    }

    @Test
    void shouldNoteASmallerWindowWithoutFailing() {
        try (var database = TestDatabase.created(new SchemaSettings(90, 90, 90, 400, false, 500))) {
            var verification = database.tool().verify();

            assertThat(verification.ok()).isTrue();
            assertThat(verification.problems())
                    .hasSize(8)
                    .allMatch(problem -> problem.severity() == Problem.Severity.NOTE);
        }
    }

    @Test
    void shouldSayWhichTablesAreMissing() {
        var database = TestDatabase.absent();

        assertThat(database.tool().verify().problems())
                .extracting(Problem::object)
                .containsExactly(
                        database.name() + ".events",
                        database.name() + ".tool_calls",
                        database.name() + ".agent_steps",
                        database.name() + ".cost_corrections",
                        database.name() + ".removed_repeats");
    }
}

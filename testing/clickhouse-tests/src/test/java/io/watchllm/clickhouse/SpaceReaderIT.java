package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.core.SpaceReport;
import io.watchllm.clickhouse.core.SpaceReport.Partition;
import io.watchllm.runtime.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SpaceReaderIT {
    private static final int ROWS = 20_000;

    private static TestDatabase database;

    @BeforeAll
    static void fill() {
        database = TestDatabase.created();
        database.sql("ALTER TABLE events MODIFY SETTING min_bytes_for_wide_part = 0");
        // Two months, and in the older one half of the rows are past retention.
        database.sql("SYSTEM STOP MERGES " + database.name() + ".events");
        database.sql("INSERT INTO events (event_id, project_id, run_id, timestamp, event_type, prompt) SELECT"
                + " toString(number), 'p', 'r', now() - toIntervalDay(number % 2 * 100), 'prompt_call',"
                + " repeat(toString(cityHash64(number)), 20) FROM numbers(" + ROWS + ")");
        database.sql("INSERT INTO agent_steps (event_id, project_id, run_id, timestamp, step_number) VALUES"
                + " ('e', 'p', 'r', now(), 1)");
        database.sql("ALTER TABLE agent_steps DETACH PARTITION tuple(toYYYYMM(now()))");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void shouldAddUpToWhatTheServerSays() {
        var report = report();

        var events = table(report, "events");
        assertThat(events.rows()).isEqualTo(ROWS);
        assertThat(events.parts()).isEqualTo(2);
        assertThat(events.bytes()).isEqualTo(number("sum(bytes_on_disk)"));
        assertThat(events.data().uncompressed()).isEqualTo(number("sum(data_uncompressed_bytes)"));
        assertThat(events.data().ratio()).isGreaterThan(1);
        assertThat(events.besides().indexes()).isPositive();
        assertThat(events.besides().projections()).isPositive().isLessThan(events.bytes());
        assertThat(report.tables().getFirst()).isEqualTo(events);
        assertThat(report.bytes()).isGreaterThanOrEqualTo(events.bytes());
    }

    @Test
    void shouldTellColumnsApartAndPayloadFromTheRest() {
        var report = report();

        assertThat(report.untold("events")).as("parts are wide").isZero();
        assertThat(report.columns().getFirst().name()).isEqualTo("prompt");
        assertThat(report.columns().getFirst().payload()).isTrue();
        assertThat(report.payload("events").compressed())
                .isGreaterThan(table(report, "events").data().compressed() / 2)
                .isLessThan(table(report, "events").data().compressed());
        assertThat(report.columns())
                .filteredOn(column -> column.name().equals("event_id"))
                .isNotEmpty()
                .noneMatch(SpaceReport.Column::payload);
    }

    @Test
    void shouldTellMonthsAndWhatWaitsToLeave() {
        var months = report().partitions().stream()
                .filter(partition -> partition.table().equals("events"))
                .toList();

        assertThat(months).hasSize(2).allMatch(month -> month.rows() == ROWS / 2);
        assertThat(months.getFirst().overdue()).isEqualTo(months.getFirst().bytes());
        assertThat(months.getLast()).extracting(Partition::overdue).isEqualTo(0L);
    }

    @Test
    void shouldTellWhatWasSetAsideAndHowMuchIsFree() {
        var report = report();

        assertThat(table(report, "agent_steps").apart().detachedParts()).isEqualTo(1);
        assertThat(table(report, "agent_steps").apart().detached()).isPositive();
        assertThat(table(report, "tool_calls").rows())
                .as("an empty table is there")
                .isZero();
        assertThat(report.disks()).isNotEmpty().allMatch(disk -> disk.free() > 0 && disk.total() >= disk.free());
    }

    @Test
    void shouldTellTablesOfOtherDatabases() {
        try (var other = TestDatabase.created()) {
            assertThat(report().elsewhere())
                    .filteredOn(table -> table.database().equals(other.name()))
                    .singleElement()
                    .satisfies(table -> assertThat(table.table()).isEqualTo("schema_migrations"));
        }
    }

    @Test
    void shouldSayWhoMayNot() {
        var settings = database.settings();
        var nobody = new ClickHouseSettings(
                settings.url(), "nobody", new Secret("x"), settings.database(), null, settings.timeout());

        assertThatThrownBy(() -> new SpaceReader(nobody).read())
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("refuses user 'nobody'");
    }

    private static SpaceReport report() {
        return new SpaceReader(database.settings()).read();
    }

    private static SpaceReport.Table table(SpaceReport report, String name) {
        return report.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long number(String expression) {
        return Long.parseLong(database.sql("SELECT " + expression
                + " FROM system.parts WHERE active AND database = currentDatabase() AND table = 'events'"));
    }
}

package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.CatalogueQuery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is answered by projections is what the rows say, whatever was done to them, and is found without reading the
 * rows.
 */
class ProjectionIT {
    private static final int ROWS = 60_000;

    @Test
    void shouldSayWhatTheRowsSayAfterInsertsRetriesMergesAndChanges() {
        try (var database = TestDatabase.created()) {
            var rows = new ProjectedRows(database);
            rows.insert(0, ROWS);
            var once = rows.answer("cost_by_user", "shop");
            rows.insert(0, ROWS);
            assertThat(rows.answer("cost_by_user", "shop"))
                    .as("a block is stored once for its token, in the projection too")
                    .isEqualTo(once);
            rows.insert(1, ROWS);
            assertAnswered(rows);
            assertThat(rows.answer("cost_by_user", "shop")).isNotEqualTo(once);

            database.sql("OPTIMIZE TABLE events FINAL");
            database.sql("OPTIMIZE TABLE tool_calls FINAL");
            database.sql("OPTIMIZE TABLE hourly_metrics FINAL");
            assertAnswered(rows);

            // As prices reprice does.
            database.sql(
                    "ALTER TABLE events UPDATE cost_estimate_usd = toDecimal64(source_offset % 100, 9) / 7, flags ="
                            + " arrayPushBack(flags, 'cost_corrected') WHERE project_id = 'shop' AND event_type ="
                            + " 'prompt_call' AND source_offset % 3 = 0",
                    Map.of("mutations_sync", "2"));
            assertAnswered(rows);
            assertThat(rows.answer("flags_by_day", "shop")).contains("cost_corrected");

            database.sql("DELETE FROM events WHERE user_id = 'u3' OR error_type = 'Kind1'");
            database.sql("DELETE FROM tool_calls WHERE tool_name = 'tool-2'");
            // As rollups rebuild does.
            database.sql("DELETE FROM hourly_metrics WHERE model = 'gpt-2'");
            assertAnswered(rows);
            assertThat(rows.answer("cost_by_user", "shop")).doesNotContain("u3\t");
            assertThat(rows.answer("slowest_tools", "shop")).doesNotContain("tool-2");
            assertThat(rows.answer("first_token_latency", "shop")).doesNotContain("gpt-2");
        }
    }

    @Test
    void shouldForgetWithTheRowsAndTheirPayload() {
        var settings = new SchemaSettings(90, 8, 8, 400, false, 10_000).with(3, List.of());
        try (var database = TestDatabase.created(settings)) {
            var rows = new ProjectedRows(database);
            // A merge of the server's own may come before the first question.
            for (var table : List.of("events", "tool_calls")) {
                database.sql("SYSTEM STOP TTL MERGES " + table);
            }
            rows.insert(0, ROWS);
            assertThat(rows.answer("errors_by_type", "shop")).containsPattern("\tOld\t.*said \\d+");
            var tools = rows.answer("slowest_tools", "shop");

            // Merges that take the payload of events away, and rows of tool calls.
            for (var table : List.of("events", "tool_calls")) {
                database.sql("SYSTEM START TTL MERGES " + table);
                database.sql("OPTIMIZE TABLE " + table + " FINAL");
            }
            assertAnswered(rows);
            assertThat(rows.answer("slowest_tools", "shop")).isNotEqualTo(tools);
            assertThat(rows.answer("errors_by_type", "shop"))
                    .as("the text of an error is payload, and past its retention")
                    .doesNotContainPattern("\tOld\t.*said \\d+")
                    .containsPattern("\tKind0\t.*said \\d+")
                    .contains("\tOld\t");

            // A shorter retention, carried out by a mutation.
            database.sql("ALTER TABLE events MODIFY TTL toDateTime(timestamp) + INTERVAL 4 DAY");
            assertAnswered(rows);
            assertThat(rows.answer("errors_by_type", "shop")).doesNotContain("\tOld\t");

            database.sql("ALTER TABLE events CLEAR COLUMN error_message", Map.of("mutations_sync", "2"));
            assertAnswered(rows);
            assertThat(rows.answer("errors_by_type", "shop")).doesNotContain("said");

            database.rows(
                            "SELECT DISTINCT partition_id FROM system.parts WHERE active AND table = 'events' AND database"
                                    + " = currentDatabase()")
                    .forEach(id -> database.sql("ALTER TABLE events DROP PARTITION ID '" + id.getFirst() + "'"));
            assertThat(rows.answer("cost_by_user", "shop")).isEmpty();
        }
    }

    @Test
    void shouldAnswerFromRowsOfPartsThatHaveNoneYet() {
        try (var database = TestDatabase.absent()) {
            var before = SchemaTool.migrations().stream()
                    .takeWhile(migration -> !migration.name().equals("projections"))
                    .toList();
            new SchemaTool(database.settings(), SchemaSettings.DEFAULT, before).create(_ -> {});
            var rows = new ProjectedRows(database);
            rows.insert(0, ROWS);

            database.tool().create(_ -> {});
            assertThat(rows.sources("cost_by_user", "shop")).containsExactly(database.name() + ".events");
            rows.insert(1, ROWS);

            assertSame(rows);
            assertThat(rows.sources("cost_by_user", "shop"))
                    .as("old parts row by row, new ones by the projection")
                    .containsExactlyInAnyOrder(database.name() + ".events", "by_run");
            database.sql("OPTIMIZE TABLE events FINAL");
            assertSame(rows);

            for (var projection : List.of("by_version", "by_kind", "by_run")) {
                database.sql("ALTER TABLE events MATERIALIZE PROJECTION " + projection, Map.of("mutations_sync", "2"));
            }
            database.sql("ALTER TABLE tool_calls MATERIALIZE PROJECTION by_tool", Map.of("mutations_sync", "2"));
            database.sql("ALTER TABLE hourly_metrics MATERIALIZE PROJECTION by_model", Map.of("mutations_sync", "2"));
            assertAnswered(rows);
        }
    }

    @Test
    void shouldBeToldInTheCatalogue() {
        assertThat(QueryCatalogue.load().queries())
                .filteredOn(query -> query.header().speed().contains("projection"))
                .extracting(CatalogueQuery::name)
                .containsExactlyInAnyOrderElementsOf(ProjectedRows.QUESTIONS.keySet());
    }

    /** Each question is answered as from rows, and by its projection. */
    private static void assertAnswered(ProjectedRows rows) {
        assertSame(rows);
        ProjectedRows.QUESTIONS.forEach((query, projections) ->
                assertThat(rows.sources(query, "shop")).as(query).isNotEmpty().isSubsetOf(projections));
    }

    private static void assertSame(ProjectedRows rows) {
        for (var query : ProjectedRows.QUESTIONS.keySet()) {
            for (var project : List.of("shop", "other")) {
                assertThat(rows.answer(query, project))
                        .as("%s of %s", query, project)
                        .isNotEmpty()
                        .isEqualTo(rows.fromRows(query, project));
            }
        }
    }
}

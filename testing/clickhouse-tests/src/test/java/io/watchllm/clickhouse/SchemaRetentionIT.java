package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.Problem;
import io.watchllm.clickhouse.core.RetentionClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaRetentionIT {
    /** Payload ends after 30 days; trial after 7, bank's payload after 10 and its rows after 400, keep never. */
    private static final SchemaSettings CLASSES = SchemaSettings.DEFAULT.with(
            30, RetentionClass.read("short=7d:trial,it's; long=400d/10d:bank; all=0d:keep"));

    private static final String AGES = "[1, 8, 11, 31, 91, 399, 401, 3000]";

    @Test
    void shouldKeepRowsAndPayloadOfEachProjectAsLongAsTheSettingsSay() {
        try (var database = TestDatabase.created(CLASSES)) {
            assertThat(check(database, CLASSES)).isEmpty();
            for (var table : List.of("events", "tool_calls")) {
                insert(database, table, table.equals("events") ? "prompt" : "tool_input");

                database.sql("OPTIMIZE TABLE " + table + " FINAL");

                var payload = table.equals("events") ? "prompt" : "tool_input";
                var kept = "SELECT project_id, arraySort(groupArray(toUInt32(event_id))),"
                        + " arraySort(groupArrayIf(toUInt32(event_id), isNotNull(" + payload + "))) FROM " + table
                        + " GROUP BY project_id ORDER BY project_id";
                assertThat(database.sql(kept)).isEqualTo("""
                        bank\t[1,8,11,31,91,399]\t[1,8]
                        it\\'s\t[1]\t[1]
                        keep\t[1,8,11,31,91,399,401,3000]\t[1,8,11]
                        other\t[1,8,11,31]\t[1,8,11]
                        trial\t[1]\t[1]""");
            }
        }
    }

    @Test
    void shouldNameTheStatementsThatCarryAChangeOutAndThoseThatTakeItBack() {
        try (var database = TestDatabase.created()) {
            var problems = check(database, CLASSES);

            assertThat(problems)
                    .extracting(Problem::object)
                    .containsExactlyInAnyOrder(
                            "events", "events", "tool_calls", "tool_calls", "agent_steps", "agent_steps");
            assertThat(problems)
                    .extracting(Problem::what)
                    .contains(
                            "keeps rows 90 days; the settings say 90 days, but for ever of keep; 7 days of it's, trial;"
                                    + " 400 days of bank")
                    .anyMatch(
                            what -> what.startsWith("keeps payload (tool_input, tool_output, error_message) as long as"
                                    + " its rows; the settings say 30 days, but 7 days of"));

            problems.stream().map(Problem::mend).forEach(database::sql);
            assertThat(check(database, CLASSES)).isEmpty();

            var back = check(database, SchemaSettings.DEFAULT);
            assertThat(back).hasSize(6);
            back.stream().map(Problem::mend).forEach(database::sql);
            assertThat(check(database, SchemaSettings.DEFAULT)).isEmpty();
        }
    }

    @Test
    void shouldLeaveAColumnThatSomebodyAdded() {
        try (var database = TestDatabase.created()) {
            database.sql("ALTER TABLE events ADD COLUMN mine String TTL toDateTime(timestamp) + INTERVAL 1 DAY");

            assertThat(check(database, SchemaSettings.DEFAULT)).isEmpty();
        }
    }

    private static void insert(TestDatabase database, String table, String payload) {
        database.sql(
                "INSERT INTO " + table + " (event_id, project_id, timestamp, " + payload + ") SELECT toString(age),"
                        + " project, now() - toIntervalDay(age), 'said' FROM (SELECT arrayJoin(" + AGES + ") AS age,"
                        + " arrayJoin(['trial', 'it\\'s', 'bank', 'keep', 'other']) AS project)");
    }

    private static List<Problem> check(TestDatabase database, SchemaSettings settings) {
        return new SchemaTool(database.settings(), settings).check().problems();
    }
}

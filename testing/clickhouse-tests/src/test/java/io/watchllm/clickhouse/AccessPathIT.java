package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.QueryArguments;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which people ask reads a small part of its table, and the index that is there for it is why. */
class AccessPathIT {
    private static final int ROWS = 200_000;
    private static final Pattern GRANULES = Pattern.compile("Granules: (\\d+)/(\\d+)");

    private static TestDatabase database;

    @BeforeAll
    static void fill() {
        database = TestDatabase.created(new SchemaSettings(90, 90, 90, 400, true, 10_000));
        var start = "toStartOfDay(now('UTC')) - toIntervalSecond(number * 6)";
        var ids = "SELECT 'e' || number, 'p' || number % 4, 'r' || intDiv(number, 16), " + start;
        var numbers = " FROM numbers(" + ROWS + ") SETTINGS async_insert = 0, max_insert_block_size = " + ROWS;
        database.sql(
                "INSERT INTO events (event_id, project_id, run_id, timestamp, event_type, user_id, model, status, prompt,"
                        + " source_partition, source_offset, ingested_at) " + ids
                        + ", if(number % 40000 = 7, 'performance_alert', 'agent_step'), 'u' || intDiv(number, 1000),"
                        + " if(number % 40000 = 8, 'rare', 'common'), if(number % 40000 = 9, 'timeout', 'success'),"
                        + " 'Word' || number || ' of “many”, ошибка，我想退款', number % 3, number, " + start + numbers);
        database.sql("INSERT INTO tool_calls (event_id, project_id, run_id, timestamp, tool_name, status) " + ids
                + ", if(number % 40000 = 8, 'rare', 'common'), if(number % 40000 = 9, 'timeout', 'success')" + numbers);
        database.sql("INSERT INTO agent_steps (event_id, project_id, run_id, timestamp, step_number, status) " + ids
                + ", number % 16, if(number % 40000 = 9, 'timeout', 'success')" + numbers);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @ParameterizedTest(name = "{0} {1} by {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "events | project_id = 'p1' AND timestamp >= toStartOfDay(now('UTC')) - INTERVAL 3 HOUR | PrimaryKey",
                "events | project_id = 'p1' AND run_id = 'r77' | idx_run_id",
                "events | run_id = 'r77' | idx_run_id",
                "events | event_id = 'e777' | idx_event_id",
                "events | user_id = 'u5' | idx_user_id",
                "events | model = 'rare' | idx_model",
                "events | status = 'timeout' | idx_status",
                "events | event_type = 'performance_alert' | idx_event_type",
                "events | ingested_at >= toStartOfDay(now('UTC')) - INTERVAL 3 HOUR | idx_ingested_at",
                "events | source_partition = 1 AND source_offset BETWEEN 1000 AND 2000 | idx_source",
                "tool_calls | project_id = 'p1' AND timestamp >= toStartOfDay(now('UTC')) - INTERVAL 3 HOUR | PrimaryKey",
                "tool_calls | event_id = 'e777' | idx_event_id",
                "tool_calls | run_id = 'r77' | idx_run_id",
                "tool_calls | tool_name = 'rare' | idx_tool_name",
                "tool_calls | status = 'timeout' | idx_status",
                "agent_steps | run_id = 'r77' | idx_run_id",
                "agent_steps | event_id = 'e777' | idx_event_id",
                "agent_steps | status = 'timeout' | idx_status",
            })
    void shouldReadLittle(String table, String condition, String index) {
        check(
                database.sql("EXPLAIN indexes = 1 SELECT count(), max(event_id) FROM " + table + " WHERE " + condition),
                index);
    }

    /** {@code word777} alone has one row; the others are in all. */
    @ParameterizedTest
    @ValueSource(strings = {"word777", "WORD777 of", "of word777", "«Word777»", "Word777 ОШИБКА", "word777 退款"})
    void shouldReadLittleWhereWordsAreAsked(String words) {
        var query = QueryCatalogue.load().find("prompts_with_words").orElseThrow();
        var arguments = QueryArguments.of(query, Map.of("project", "p1", "words", words, "hours", "2400"));
        var values = arguments.values().entrySet().stream()
                .collect(Collectors.toMap(each -> "param_" + each.getKey(), Map.Entry::getValue));

        check(database.sql("EXPLAIN indexes = 1 " + query.sql(), values), "idx_prompt_text");
    }

    private static void check(String plan, String index) {
        var at = plan.lastIndexOf(index);
        assertThat(at).as("%s in%n%s", index, plan).isPositive();
        var granules = GRANULES.matcher(plan.substring(at));
        assertThat(granules.find()).isTrue();
        assertThat(Integer.parseInt(granules.group(1)))
                .as("granules read, in%n%s", plan)
                .isPositive()
                .isLessThanOrEqualTo(Integer.parseInt(granules.group(2)) / 2);
    }
}

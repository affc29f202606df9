package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollupIT {
    /** What the sink pins on each insert, so that a block arrives as one block and is known when it comes again. */
    static final Map<String, String> PINNED = Map.ofEntries(
            Map.entry("async_insert", "0"),
            Map.entry("insert_deduplicate", "1"),
            Map.entry("deduplicate_insert", "enable"),
            Map.entry("deduplicate_blocks_in_dependent_materialized_views", "1"),
            Map.entry("max_insert_block_size", "1000000"),
            Map.entry("min_insert_block_size_rows", "1000000"),
            Map.entry("min_insert_block_size_bytes", "1000000000"),
            Map.entry("input_format_parallel_parsing", "0"),
            Map.entry("max_insert_threads", "1"),
            Map.entry("parallel_view_processing", "0"),
            Map.entry("materialized_views_ignore_errors", "0"));

    private static final List<String> TABLES = List.of("events", "hourly_metrics", "daily_metrics", "project_totals");
    private static final List<String> REPORTS = List.of("hourly_report", "daily_report", "project_summary");

    /** A rollup's columns, once from its states and once from the raw rows. */
    private static final String MEASURES = """
            sum(unpriced), sum(tokens_input), sum(tokens_output), sum(tokens_cache_read), sum(tokens_cache_write),
            sum(tokens_reasoning), sum(cost_usd)""";

    private static final String RAW_MEASURES = """
            countIf(cost_estimate_usd IS NULL), sum(ifNull(tokens_input, 0)), sum(ifNull(tokens_output, 0)),
            sum(ifNull(tokens_cache_read, 0)), sum(ifNull(tokens_cache_write, 0)), sum(ifNull(tokens_reasoning, 0)),
            sum(ifNull(cost_estimate_usd, toDecimal64(0, 9)))""";

    private static final String LATENCY = """
            sum(latency_count), sum(latency_ms_sum), min(latency_ms_min), max(latency_ms_max),
            quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(latency_ms_quantiles)""";

    private static final String RAW_LATENCY = """
            count(latency_ms), sum(ifNull(latency_ms, 0)), min(latency_ms), max(latency_ms),
            quantilesDDIf(0.01, 0.5, 0.9, 0.95, 0.99)(assumeNotNull(latency_ms), latency_ms IS NOT NULL)""";

    private final SampleEvents events = SampleEvents.recent();

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldEqualARecountOfTheRawRows(boolean merged) {
        try (var database = TestDatabase.created()) {
            fill(database, 8);
            if (merged) {
                optimize(database);
            }

            assertThat(hourly(database)).isNotEmpty().isEqualTo(hourlyRecount(database));
            assertThat(daily(database)).isNotEmpty().isEqualTo(dailyRecount(database));
            assertThat(totals(database)).isNotEmpty().isEqualTo(totalsRecount(database));
        }
    }

    /** Nothing of nothing is no rate; NaN would make every average above it NaN, too. */
    @Test
    void shouldHaveNoRateWhereNoCallIsLeft() {
        try (var database = TestDatabase.created()) {
            var columns = "(project_id, run_id, event_id, timestamp, event_type, env, status%s)";
            var row = "('p', 'r', 'e', now64(3), 'prompt_call', 'prod', 'error'%s)";
            database.sql("INSERT INTO events " + columns.formatted("") + " VALUES " + row.formatted(""));
            database.sql("INSERT INTO removed_repeats " + columns.formatted(", source_table") + " VALUES "
                    + row.formatted(", 'events'"));

            for (var report : List.of("hourly_report", "daily_report")) {
                assertThat(database.sql("SELECT error_rate FROM " + report))
                        .as(report)
                        .isEqualTo("\\N");
            }
        }
    }

    @Test
    void shouldAnswerTheSameAfterOptimizeFinal() {
        try (var database = TestDatabase.created()) {
            fill(database, 12);
            var before = reports(database);
            var parts = database.sql(
                    "SELECT count() FROM system.parts WHERE active AND database = currentDatabase() AND table = 'hourly_metrics'");

            optimize(database);

            assertThat(database.sql("SELECT count() FROM system.parts WHERE active AND database = currentDatabase()"
                            + " AND table = 'hourly_metrics'"))
                    .as("parts that were merged")
                    .isNotEqualTo(parts);
            assertThat(reports(database)).isEqualTo(before);
        }
    }

    @Test
    void shouldStayAsItIsWhenABlockIsInsertedAgainUnderItsToken() {
        try (var database = TestDatabase.created()) {
            fill(database, 4);
            var before = state(database);

            fill(database, 4);

            assertThat(state(database)).isEqualTo(before);
            assertThat(database.sql("SELECT count(), uniqExact(source_offset) FROM events"))
                    .isEqualTo("2000\t2000");
        }
    }

    @Test
    void shouldCountTwiceWhenATargetRemembersNoBlocks() {
        // The control: it shows what the window of the target is for, and that the test above can fail.
        try (var database = TestDatabase.created()) {
            database.sql("ALTER TABLE hourly_metrics MODIFY SETTING non_replicated_deduplication_window = 0");
            fill(database, 2);
            fill(database, 2);

            assertThat(database.sql("SELECT count() FROM events")).isEqualTo("1000");
            assertThat(Long.parseLong(database.sql("SELECT sum(requests) FROM hourly_metrics")))
                    .isEqualTo(2 * Long.parseLong(database.sql("SELECT sum(total_requests) FROM daily_metrics")));
        }
    }

    private void fill(TestDatabase database, int blocks) {
        for (var block = 0; block < blocks; block++) {
            var settings = new java.util.HashMap<>(PINNED);
            settings.put("insert_deduplication_token", "test/0/" + block);
            database.sql("INSERT INTO events FORMAT JSONEachRow\n" + events.block(block, 500), settings);
        }
    }

    private static void optimize(TestDatabase database) {
        TABLES.forEach(table -> database.sql("OPTIMIZE TABLE " + table + " FINAL"));
    }

    private static List<String> reports(TestDatabase database) {
        return REPORTS.stream()
                .map(view -> database.sql("SELECT * FROM " + view + " ORDER BY ALL"))
                .toList();
    }

    private static List<String> state(TestDatabase database) {
        return TABLES.stream()
                .map(table -> database.sql("SELECT count(), sum(cityHash64(formatRow('TSV', *))) FROM " + table))
                .toList();
    }

    private static String hourly(TestDatabase database) {
        return database.sql("SELECT project_id, hour, env, provider, model, status, sum(requests), sum(errors), "
                + MEASURES + ", "
                + LATENCY + ", quantilesDDMerge(0.01, 0.5, 0.9, 0.95, 0.99)(ttft_ms_quantiles), uniqMerge(users),"
                + " uniqMerge(runs) FROM hourly_metrics GROUP BY ALL ORDER BY ALL");
    }

    private static String hourlyRecount(TestDatabase database) {
        return database.sql(
                "SELECT project_id, toStartOfHour(timestamp, 'UTC'), env, ifNull(provider, ''), ifNull(model, ''),"
                        + " ifNull(toString(status), ''), count(), countIf(status IN ('error', 'timeout')), "
                        + RAW_MEASURES + ", " + RAW_LATENCY
                        + ", quantilesDDIf(0.01, 0.5, 0.9, 0.95, 0.99)(assumeNotNull(ttft_ms), ttft_ms IS NOT NULL),"
                        + " uniq(user_id), uniq(run_id) FROM events WHERE event_type = 'prompt_call'"
                        + " GROUP BY ALL ORDER BY ALL");
    }

    private static String daily(TestDatabase database) {
        return database.sql(
                "SELECT project_id, day, env, sum(total_requests), sum(successful_requests),"
                        + " sum(failed_requests), " + MEASURES + ", " + LATENCY
                        + ", uniqMerge(models), uniqMerge(users), uniqMerge(runs) FROM daily_metrics GROUP BY ALL ORDER BY ALL");
    }

    private static String dailyRecount(TestDatabase database) {
        return database.sql("SELECT project_id, toDate(timestamp, 'UTC'), env, count(), countIf(status = 'success'),"
                + " countIf(status IN ('error', 'timeout')), " + RAW_MEASURES + ", " + RAW_LATENCY
                + ", uniq(toString(model)), uniq(user_id), uniq(run_id) FROM events WHERE event_type = 'prompt_call'"
                + " GROUP BY ALL ORDER BY ALL");
    }

    private static String totals(TestDatabase database) {
        return database.sql("SELECT project_id, event_type, sum(events), sum(errors), sum(successful), sum(unpriced),"
                + " sum(cost_usd), " + LATENCY + ", min(first_event_time), max(last_event_time) FROM project_totals"
                + " GROUP BY ALL ORDER BY ALL");
    }

    private static String totalsRecount(TestDatabase database) {
        return database.sql("SELECT project_id, toString(event_type) AS type, count(),"
                + " countIf(event_type = 'error' OR ifNull(status IN ('error', 'timeout'), 0)),"
                + " countIf(status = 'success'), countIf(type = 'prompt_call' AND cost_estimate_usd IS NULL),"
                + " sumIf(ifNull(cost_estimate_usd, toDecimal64(0, 9)), type = 'prompt_call'), " + RAW_LATENCY
                + ", min(timestamp), max(timestamp) FROM events GROUP BY ALL ORDER BY ALL");
    }
}

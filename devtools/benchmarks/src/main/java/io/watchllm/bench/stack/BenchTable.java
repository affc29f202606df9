package io.watchllm.bench.stack;

import io.watchllm.bench.rows.Profile;

/**
 * A table with one rollup behind it, both with their deduplication windows, as the sink's exactly-once asks for. The
 * table of every side and round is made by the same statements.
 */
public final class BenchTable {
    private static final int WINDOW = 1_000;

    private final ClickHouseHttp http;
    private final String database;
    private final String name;

    private BenchTable(ClickHouseHttp http, String database, String name) {
        this.http = http;
        this.database = database;
        this.name = name;
    }

    /** Creates table, rollup and view. */
    public static BenchTable create(ClickHouseHttp http, String database, Profile profile, String name) {
        http.query("CREATE DATABASE IF NOT EXISTS " + database);
        http.query("""
                CREATE TABLE %s.%s
                (
                %s,
                ingested_at DateTime64(3, 'UTC'),
                source_partition Int32 DEFAULT -1,
                source_offset Int64 DEFAULT -1,
                INDEX idx_source (source_partition, source_offset) TYPE minmax GRANULARITY 1
                )
                ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp)
                ORDER BY (project_id, toStartOfHour(timestamp), run_id, timestamp, event_id)
                SETTINGS non_replicated_deduplication_window = %d
                """.formatted(database, name, profile.columns(), WINDOW));
        http.query("""
                CREATE TABLE %s.%s_hourly
                (
                project_id LowCardinality(String), hour DateTime('UTC'), model LowCardinality(String),
                status LowCardinality(String), requests UInt64, tokens_input Int64, tokens_output Int64,
                cost_usd Decimal(38, 9), latency_ms Int64
                )
                ENGINE = SummingMergeTree PARTITION BY toYYYYMM(hour) ORDER BY (project_id, hour, model, status)
                SETTINGS non_replicated_deduplication_window = %d
                """.formatted(database, name, WINDOW));
        http.query("""
                CREATE MATERIALIZED VIEW %1$s.%2$s_hourly_mv TO %1$s.%2$s_hourly AS
                SELECT project_id, toStartOfHour(timestamp) AS hour, model, status, count() AS requests,
                    sum(ifNull(tokens_input, 0)) AS tokens_input, sum(ifNull(tokens_output, 0)) AS tokens_output,
                    sum(ifNull(cost_usd, 0)) AS cost_usd, sum(latency_ms) AS latency_ms
                FROM %1$s.%2$s GROUP BY project_id, hour, model, status
                """.formatted(database, name));
        return new BenchTable(http, database, name);
    }

    /** Its name without the database. */
    public String name() {
        return name;
    }

    /** Database and name. */
    public String path() {
        return database + "." + name;
    }

    /** Rows that can be read now. */
    public long rows() {
        return http.number("SELECT count() FROM " + path());
    }

    /** How many blocks were inserted: the server numbers them, and merges keep the numbers. */
    public long inserts() {
        return http.number("SELECT max(max_block_number) - min(min_block_number) + 1 FROM system.parts WHERE active"
                + " AND database = '" + database + "' AND table = '" + name + "'");
    }

    /**
     * What is wrong with the rows, for a person; empty when each is there once and the rollup agrees.
     *
     * @param expected how many rows were to be there
     */
    public String faults(long expected) {
        var found = http.query("SELECT count(), uniqExact(source_partition, source_offset) FROM " + path());
        var table = http.query("SELECT count(), sum(cost_usd), sum(latency_ms), sum(tokens_input) FROM " + path());
        var rollup = http.query(
                "SELECT sum(requests), sum(cost_usd), sum(latency_ms), sum(tokens_input) FROM " + path() + "_hourly");
        if (!found.equals(expected + "\t" + expected)) {
            return "expected " + expected + " rows, each once; found rows and different records: " + found;
        }
        return table.equals(rollup) ? "" : "the rollup says " + rollup + " where the table says " + table;
    }

    /** Drops view, rollup and table. */
    public void drop() {
        for (var each : new String[] {"_hourly_mv", "_hourly", ""}) {
            http.query("DROP TABLE " + path() + each + " SYNC");
        }
    }
}

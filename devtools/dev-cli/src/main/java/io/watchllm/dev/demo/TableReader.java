package io.watchllm.dev.demo;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.Row;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what the pipeline has stored. */
final class TableReader implements AutoCloseable {
    private static final List<String> TABLES = List.of("events", "tool_calls", "agent_steps");

    private final ClickHouseConnection connection;
    private final String database;

    TableReader(ClickHouseSettings settings) {
        connection = ClickHouseConnection.open(settings);
        database = settings.database();
    }

    /** Rows by table. */
    Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        for (var table : TABLES) {
            var row = connection
                    .query("SELECT count() AS n FROM " + database + "." + table)
                    .getFirst();
            counts.put(table, number(row, "n"));
        }
        return counts;
    }

    /** Calls, cost and latency by model, most calls first. */
    List<ModelLine> models() {
        return connection.query("""
                        SELECT assumeNotNull(model) AS name, count() AS calls, countIf(cost_estimate_usd IS NULL) AS unpriced,
                               toString(ifNull(sum(cost_estimate_usd), 0)) AS cost,
                               round(ifNull(quantile(0.5)(latency_ms), 0)) AS p50,
                               round(ifNull(quantile(0.95)(latency_ms), 0)) AS p95
                        FROM %s.events WHERE event_type = 'prompt_call'
                        GROUP BY name ORDER BY calls DESC, name LIMIT 50
                        """.formatted(database)).stream()
                .map(row -> new ModelLine(
                        row.text("name"),
                        number(row, "calls"),
                        new BigDecimal(row.text("cost")),
                        number(row, "unpriced"),
                        number(row, "p50"),
                        number(row, "p95")))
                .toList();
    }

    private static long number(Row row, String column) {
        return new BigDecimal(row.text(column)).longValue();
    }

    @Override
    public void close() {
        connection.close();
    }
}

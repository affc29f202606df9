package io.watchllm.operations.rollup;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import io.watchllm.clickhouse.core.RetentionRule;

/** Reads the retention of a table. */
public final class Retention {
    private Retention() {}

    /**
     * The retention of the table's rows, counted from their time.
     *
     * @throws RollupException when ClickHouse does not answer or has no such table
     */
    public static RetentionRule of(Client client, String database, String table) {
        try {
            return client
                    .queryAll("SELECT engine_full FROM system.tables WHERE database = '" + database + "' AND name = '"
                            + table + "'")
                    .stream()
                    .map(row -> RetentionRule.ofEngine(row.getString("engine_full")))
                    .findFirst()
                    .orElseThrow(() -> new RollupException(
                            "table " + database + "." + table + " does not exist; run: watchllm schema create"));
        } catch (ClickHouseException failure) {
            throw new RollupException(
                    "ClickHouse does not say how long table " + database + "." + table + " keeps its rows: "
                            + failure.getMessage(),
                    failure);
        }
    }
}

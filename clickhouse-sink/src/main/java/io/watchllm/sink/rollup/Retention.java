package io.watchllm.sink.rollup;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;

/** How long a table keeps its rows. */
public final class Retention {
    private Retention() {}

    /**
     * Days after which rows leave the table, counted from their time; 0 when they stay.
     *
     * @throws RollupException when ClickHouse does not answer or has no such table
     */
    public static long days(Client client, String database, String table) {
        try {
            return client
                    .queryAll(
                            "SELECT toInt64OrZero(extract(engine_full, 'TTL .*toIntervalDay\\\\((\\\\d+)\\\\)')) AS days"
                                    + " FROM system.tables WHERE database = '" + database + "' AND name = '" + table
                                    + "'")
                    .stream()
                    .mapToLong(row -> row.getLong("days"))
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

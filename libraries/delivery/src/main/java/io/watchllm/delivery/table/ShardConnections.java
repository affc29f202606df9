package io.watchllm.delivery.table;

import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.delivery.config.Inserting;

/** Opens connections to shards. */
public final class ShardConnections {
    /** Queries that a table may run while it inserts: two each for landed rows, freshness and block counts. */
    private static final int QUERIES_OF_A_TABLE = 6;

    private ShardConnections() {}

    /** A connection for one table. */
    public static ClickHouseServer open(ClickHouseSettings shard, Inserting inserting) {
        return open(shard, inserting, 1);
    }

    /** A connection for so many tables, with enough connections for all their concurrent inserts. */
    public static ClickHouseServer open(ClickHouseSettings shard, Inserting inserting, int tables) {
        var connections = tables * (inserting.inserts() + QUERIES_OF_A_TABLE);
        return ClickHouseServer.open(shard.within(inserting.timeout()), connections, inserting.compress());
    }
}

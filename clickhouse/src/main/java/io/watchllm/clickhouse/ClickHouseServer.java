package io.watchllm.clickhouse;

/**
 * One server that is read and written.
 *
 * @param settings address and credentials
 * @param sql for statements and small results
 * @param blocks for inserts
 */
public record ClickHouseServer(ClickHouseSettings settings, ClickHouseConnection sql, BlockClient blocks)
        implements AutoCloseable {

    /**
     * Connects at the first use.
     *
     * @param connections most concurrent requests of each kind; further ones wait
     * @param compress whether blocks are sent with LZ4
     */
    public static ClickHouseServer open(ClickHouseSettings settings, int connections, boolean compress) {
        return new ClickHouseServer(
                settings,
                ClickHouseConnection.open(settings, connections),
                BlockClient.open(settings, connections, compress));
    }

    @Override
    public void close() {
        try (sql) {
            blocks.close();
        }
    }
}

package io.watchllm.sink.table;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.core.ShardName;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;

/** Identifies the shard that a node belongs to. */
public final class ShardReader {
    /** UUID of a database whose engine does not assign one. */
    private static final String NO_IDENTITY = "00000000-0000-0000-0000-000000000000";

    private final ClickHouseConnection sql;
    private final String table;
    /** Condition on the database and the table. */
    private final String place;

    public ShardReader(ClickHouseConnection sql, String table) {
        this.sql = sql.failingAs(TableUnreadableException::of);
        this.table = table;
        this.place = "database = '" + sql.database() + "' AND table = " + SqlLiteral.of(table);
    }

    /**
     * Identity of this node's table: the UUID of its database, or for a replicated table the path in Keeper that its
     * replicas share. Deduplication tokens are bound to it, so a range must be sent again to the same identity.
     *
     * @return some hexadecimal digits; empty when the server gives its databases no identity
     * @throws TableUnreadableException when ClickHouse does not answer, or is a replica that is not in sync
     */
    public String name() {
        var found = sql.query("SELECT engine, (SELECT toString(any(uuid)) FROM system.databases WHERE name = '"
                + sql.database() + "') AS uuid FROM system.tables WHERE database = '" + sql.database()
                + "' AND name = " + SqlLiteral.of(table));
        if (found.isEmpty()) {
            return "";
        }
        var identity = EngineFamily.of(found.getFirst().text("engine")) == EngineFamily.REPLICATED
                ? replicaPath()
                : found.getFirst().text("uuid");
        return identity.isEmpty() || identity.equals(NO_IDENTITY) ? "" : ShardName.of(identity);
    }

    private String replicaPath() {
        requireCaughtUp();
        return sql.first("SELECT any(zookeeper_path) AS path FROM system.replicas WHERE " + place)
                .text("path");
    }

    /**
     * Requires that this replica has all blocks; otherwise it would report rows that have landed as missing. In an
     * empty log both numbers are 0, and also in a log whose first entry this replica has not taken yet.
     *
     * @throws TableUnreadableException when ClickHouse does not answer, or is a replica that lacks blocks of others
     */
    void requireCaughtUp() {
        var behind = sql.query("SELECT table, toUInt8(is_readonly) AS stopped FROM system.replicas WHERE database = '"
                + sql.database()
                + "' AND (is_readonly OR inserts_in_queue > 0 OR log_max_index > 0 AND log_pointer <= log_max_index)"
                + " ORDER BY table LIMIT 1");
        if (!behind.isEmpty()) {
            var name = sql.database() + "." + behind.getFirst().text("table");
            throw new TableUnreadableException(
                    behind.getFirst().text("stopped").equals("1")
                            ? "the replica of " + name + " is read-only: it has no session with its Keeper"
                            : "the replica of " + name
                                    + " has not all blocks of the others yet; see system.replicas and"
                                    + " system.replication_queue");
        }
    }
}

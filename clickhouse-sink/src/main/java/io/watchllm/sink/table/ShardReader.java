package io.watchllm.sink.table;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.sink.core.ShardName;
import io.watchllm.sink.table.TableReader.TableUnreadableException;
import java.util.List;
import java.util.Map;

/** Identifies the shard that a node belongs to. */
public final class ShardReader {
    /** UUID of a database whose engine does not assign one. */
    private static final String NO_IDENTITY = "00000000-0000-0000-0000-000000000000";

    private final Client client;
    private final Map<String, Object> place;

    public ShardReader(Client client, String database, String table) {
        this.client = client;
        this.place = Map.of("database", database, "table", table);
    }

    /**
     * Identity of this node's table: the UUID of its database, or for a replicated table the path in Keeper that its
     * replicas share. Deduplication tokens are bound to it, so a range must be sent again to the same identity.
     *
     * @return some hexadecimal digits; empty when the server gives its databases no identity
     * @throws TableUnreadableException when ClickHouse does not answer, or is a replica that is not in sync
     */
    public String name() {
        var found =
                ask("SELECT engine, (SELECT toString(any(uuid)) FROM system.databases WHERE name = {database:String})"
                        + " AS uuid FROM system.tables WHERE database = {database:String} AND name = {table:String}");
        if (found.isEmpty()) {
            return "";
        }
        var identity = EngineFamily.of(found.getFirst().getString("engine")) == EngineFamily.REPLICATED
                ? replicaPath()
                : found.getFirst().getString("uuid");
        return identity.isEmpty() || identity.equals(NO_IDENTITY) ? "" : ShardName.of(identity);
    }

    private String replicaPath() {
        requireCaughtUp();
        return ask("SELECT any(zookeeper_path) AS path FROM system.replicas"
                        + " WHERE database = {database:String} AND table = {table:String}")
                .getFirst()
                .getString("path");
    }

    /**
     * Requires that this replica has all blocks; otherwise it would report rows that have landed as missing. In an
     * empty log both numbers are 0, and also in a log whose first entry this replica has not taken yet.
     *
     * @throws TableUnreadableException when ClickHouse does not answer, or is a replica that lacks blocks of others
     */
    void requireCaughtUp() {
        var behind = ask("SELECT table, toString(is_readonly) AS stopped FROM system.replicas"
                + " WHERE database = {database:String}"
                + " AND (is_readonly OR inserts_in_queue > 0 OR log_max_index > 0 AND log_pointer <= log_max_index)"
                + " ORDER BY table LIMIT 1");
        if (!behind.isEmpty()) {
            var name = place.get("database") + "." + behind.getFirst().getString("table");
            throw new TableUnreadableException(
                    behind.getFirst().getString("stopped").equals("1")
                            ? "the replica of " + name + " is read-only: it has no session with its Keeper"
                            : "the replica of " + name
                                    + " has not all blocks of the others yet; see system.replicas and"
                                    + " system.replication_queue");
        }
    }

    private List<GenericRecord> ask(String question) {
        try {
            return client.queryAll(question, place);
        } catch (ClickHouseException failure) {
            throw new TableUnreadableException(
                    "ClickHouse does not say which shard it is: " + FailureText.of(failure) + ". "
                            + FailureText.advice(failure),
                    failure);
        }
    }
}

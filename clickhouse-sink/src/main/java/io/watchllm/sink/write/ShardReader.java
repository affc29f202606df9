package io.watchllm.sink.write;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import io.watchllm.clickhouse.core.EngineFamily;
import io.watchllm.sink.core.ShardName;
import io.watchllm.sink.write.TableReader.TableUnreadableException;
import java.util.List;
import java.util.Map;

/** Asks a node which shard it is. */
public final class ShardReader {
    /** What an engine of databases without identity has for one. */
    private static final String NO_IDENTITY = "00000000-0000-0000-0000-000000000000";

    private final Client client;
    private final Map<String, Object> place;

    public ShardReader(Client client, String database, String table) {
        this.client = client;
        this.place = Map.of("database", database, "table", table);
    }

    /**
     * What the table of this node is known by: the database that it is in, or for a replicated table the path that its
     * replicas share. Whatever remembers tokens is behind it, so a range must be sent again to the same.
     *
     * @return some digits in hexadecimal; empty when the server gives its databases no identity
     * @throws TableUnreadableException when ClickHouse does not answer, or is a replica that must not be asked yet
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
     * A replica that lacks blocks would say of rows which have landed that they have not. A log without entries has 0
     * for both its numbers, and so has one whose first entry this replica has not taken yet.
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

package io.watchllm.clickhouse.core;

import java.util.List;
import java.util.stream.Stream;

/**
 * Grants of the roles in the database of the distributed tables. These tables have no rows and no policies: ClickHouse
 * ignores a policy on a table that is read elsewhere. Readers are restricted by the policies of the shards, as far as a
 * shard knows the user who asks.
 *
 * @param whole the distributed tables
 * @param names tables and views of the database
 */
record WholeGrants(DistributedTables whole, List<String> names) {
    /** ClickHouse's number for queries that a server forwards under the name of the original user. */
    private static final int INTERSERVER = 7;

    WholeGrants {
        names = List.copyOf(names);
    }

    /**
     * Grants for the audit, which counts offsets over all shards and reads accepted losses; the sink needs none here.
     */
    List<String> writer(String role) {
        return Stream.concat(
                        RolePlan.LANDING.stream()
                                .map(table -> grant("SELECT(" + RolePlan.ROW_COLUMNS + ")", table, role)),
                        Stream.of(grant("SELECT", RolePlan.REMOVED, role), grant("SELECT", RolePlan.LOST, role)))
                .toList();
    }

    List<String> reader(String role) {
        return names.stream().map(name -> grant("SELECT", name, role)).toList();
    }

    List<String> admin(String role) {
        return List.of(
                // Replacing a table requires INSERT; without a sharding key no row can be inserted.
                grant(
                        "SHOW, SELECT, INSERT, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW",
                        "*",
                        role),
                "GRANT TABLE ENGINE ON Distributed TO " + role,
                "GRANT SELECT ON system.clusters TO " + role);
    }

    /**
     * Grants nothing unless every shard is queried under the name of the reader. Where a server logs in to the others
     * as another user, a shard that does not know the reader would show all rows.
     */
    List<String> projectReader(String role) {
        // Revoke first, so that a cluster that was safe once does not stay open.
        var revoked = "REVOKE SELECT ON " + whole.whole() + ".* FROM " + role;
        var proof = "SELECT throwIf(count() = 0 OR countIf(interface != " + INTERSERVER + ") > 0, "
                + SqlLiteral.of(
                        "the nodes of cluster " + whole.cluster() + " do not pass on who asks, so that readers of"
                                + " projects get no rights on " + whole.whole()
                                + ": put the same <secret> into <remote_servers><"
                                + whole.cluster() + "> on every node, then run this again")
                + ") FROM clusterAllReplicas(" + SqlLiteral.of(whole.cluster()) + ", system.processes) WHERE"
                + " is_initial_query = 0 AND initial_query_id = initialQueryID() SETTINGS prefer_localhost_replica = 0,"
                + " skip_unavailable_shards = 0";
        var grants =
                names.stream().filter(name -> !name.equals(RolePlan.LOST)).map(name -> grant("SELECT", name, role));
        return Stream.concat(Stream.of(revoked, proof), grants).toList();
    }

    private String grant(String rights, String table, String role) {
        return "GRANT " + rights + " ON " + whole.whole() + "." + table + " TO " + role;
    }
}

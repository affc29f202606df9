package io.watchllm.clickhouse;

import io.watchllm.clickhouse.StatementReport.Outcome;
import io.watchllm.clickhouse.core.DistributedTables;
import io.watchllm.clickhouse.core.DistributedTables.Found;
import io.watchllm.clickhouse.core.DistributedTables.Step;
import io.watchllm.clickhouse.core.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Creates and checks the database of the distributed tables on one node. */
final class DistributedSchema {
    private final ClickHouseConnection connection;
    private final ClickHouseSettings node;
    private final ClusterSettings cluster;

    DistributedSchema(ClickHouseConnection connection, ClickHouseSettings node, ClusterSettings cluster) {
        this.connection = connection;
        this.node = node;
        this.cluster = cluster;
    }

    /**
     * Creates missing tables and views, and replaces those that differ.
     *
     * @param names the tables and views of a node to cover
     * @param listener called after each statement ran or was found to be unnecessary
     * @throws StatementException when the node does not know the cluster, or rejects a statement
     */
    List<StatementReport> create(List<String> names, Consumer<StatementReport> listener) {
        var shards = shardsKnown();
        if (shards != cluster.shards().size()) {
            throw new StatementException("ClickHouse at " + node.url() + " " + wrongShards(shards) + ": " + mendShards()
                    + ", then run this again");
        }
        if (!new SchemaReader(connection, cluster.database()).databaseExists()) {
            connection.execute("CREATE DATABASE IF NOT EXISTS " + cluster.database());
        }
        var steps = steps(names);
        var reports = new ArrayList<StatementReport>();
        for (var step : steps) {
            if (!step.done()) {
                connection.execute(step.sql());
            }
            var report = new StatementReport(
                    cluster.database(),
                    reports.size() + 1,
                    steps.size(),
                    step.kind(),
                    step.name(),
                    step.done() ? Outcome.ALREADY_THERE : Outcome.DONE);
            reports.add(report);
            listener.accept(report);
        }
        return reports;
    }

    /** Tables and views that are missing or differ. */
    List<Problem> problems(List<String> names) {
        var shards = shardsKnown();
        if (shards != cluster.shards().size()) {
            return List.of(new Problem(
                    Problem.Severity.ERROR, "cluster " + cluster.name(), wrongShards(shards), mendShards()));
        }
        return steps(names).stream()
                .filter(step -> !step.done())
                .map(step -> new Problem(
                        Problem.Severity.ERROR,
                        cluster.database() + "." + step.name(),
                        "is missing, or is not as the table of the node is",
                        "run: watchllm schema create"))
                .toList();
    }

    private List<Step> steps(List<String> names) {
        return new DistributedTables(node.database(), cluster.database(), cluster.name())
                .steps(names, found(node.database()), found(cluster.database()));
    }

    private int shardsKnown() {
        return (int) connection
                .first("SELECT uniqExact(shard_num) AS n FROM system.clusters WHERE cluster = '" + cluster.name() + "'")
                .number("n");
    }

    private String wrongShards(int known) {
        return "knows the cluster '" + cluster.name() + "' with " + known + " shards; expected "
                + cluster.shards().size() + ", as many as WATCHLLM_CLICKHOUSE_SHARDS names";
    }

    private String mendShards() {
        return "mend <remote_servers><" + cluster.name()
                + "> in its configuration, or WATCHLLM_CLICKHOUSE_CLUSTER or WATCHLLM_CLICKHOUSE_SHARDS here";
    }

    private List<Found> found(String database) {
        return connection
                .query("SELECT name, engine, comment,"
                        + " if(engine = 'View', create_table_query, engine_full) AS definition, columns"
                        + " FROM system.tables AS t INNER JOIN (SELECT table, arrayStringConcat(arrayMap(c ->"
                        + " concat(c.2, ' ', c.3, ' ', c.4), arraySort(groupArray((position, name, type, comment)))),"
                        + " '\\n') AS columns FROM system.columns WHERE database = '" + database + "' GROUP BY table)"
                        + " AS c ON c.table = t.name WHERE database = '" + database + "' ORDER BY name")
                .stream()
                .map(row -> new Found(
                        row.text("name"),
                        row.text("engine"),
                        row.text("columns"),
                        row.text("definition"),
                        row.text("comment")))
                .toList();
    }
}

package io.watchllm.clickhouse.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The distributed tables: for each table of a node one of the same name that reads it on every shard, and a copy of
 * each view over these. They hold no rows, so one that differs is simply replaced.
 *
 * @param local database of the tables on each node
 * @param whole database of the distributed tables
 * @param cluster name of the cluster on the nodes
 */
public record DistributedTables(String local, String whole, String cluster) {

    /**
     * An existing table or view.
     *
     * @param columns name, type and comment of each column, as one text
     * @param definition for a view the statement that created it; for anything else its engine with all arguments
     */
    public record Found(String name, String engine, String columns, String definition, String comment) {}

    /**
     * Step that creates a table or view.
     *
     * @param kind what it does, in words
     * @param sql the statement; idempotent
     * @param done whether it exists as it should
     */
    public record Step(String kind, String name, String sql, boolean done) {}

    /**
     * The steps that create the tables and views, tables first.
     *
     * @param names the tables and views to cover
     * @param onNode tables and views of the node
     * @param there tables and views of the distributed database
     */
    public List<Step> steps(List<String> names, List<Found> onNode, List<Found> there) {
        var byName = onNode.stream().collect(Collectors.toMap(Found::name, Function.identity()));
        var known = there.stream().collect(Collectors.toMap(Found::name, Function.identity()));
        var meant = names.stream().map(byName::get).filter(Objects::nonNull).toList();
        var steps = new ArrayList<Step>();
        meant.stream()
                .filter(found -> found.engine().endsWith("MergeTree"))
                .map(table -> table(table, known))
                .forEach(steps::add);
        meant.stream()
                .filter(found -> found.engine().equals("View"))
                .map(view -> view(view, known))
                .forEach(steps::add);
        return steps;
    }

    private Step table(Found table, Map<String, Found> known) {
        var engine = "Distributed('" + cluster + "', '" + local + "', '" + table.name() + "')";
        var other = known.get(table.name());
        // No sharding key: only the sink may insert rows, or some would be stored twice.
        var sql = "CREATE OR REPLACE TABLE " + whole + "." + table.name() + " AS " + local + "." + table.name()
                + " ENGINE = " + engine + " COMMENT " + SqlLiteral.of(table.comment());
        return new Step(
                "create distributed table",
                table.name(),
                sql,
                other != null
                        && other.definition().startsWith(engine)
                        && other.columns().equals(table.columns()));
    }

    private Step view(Found view, Map<String, Found> known) {
        var sql = Pattern.compile("(?<![\\w.`'])" + local + "\\.")
                .matcher(view.definition())
                .replaceAll(Matcher.quoteReplacement(whole + "."));
        var other = known.get(view.name());
        return new Step(
                "create view",
                view.name(),
                sql.replaceFirst("^CREATE VIEW", "CREATE OR REPLACE VIEW"),
                other != null && other.definition().equals(sql));
    }
}

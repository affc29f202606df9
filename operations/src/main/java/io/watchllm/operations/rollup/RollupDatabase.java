package io.watchllm.operations.rollup;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import io.watchllm.clickhouse.core.RetentionRule;
import io.watchllm.operations.rollup.Rollup.Column;
import io.watchllm.operations.rollup.Rollup.Since;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Access to the database of the rollups.
 *
 * @param client closed by whoever opened it
 * @param database a plain identifier
 */
record RollupDatabase(Client client, String database) {

    /**
     * A rollup behind a table.
     *
     * @param source the table whose rows it counts
     * @param target its own table
     * @param rollup how it is compared
     */
    record Behind(String source, String target, Rollup rollup) {}

    /** Every rollup that rows of the table reach, including views of views, nearest first. */
    List<Behind> behind(String table, RollupScope scope) {
        var found = new ArrayList<Behind>();
        var sources = new ArrayDeque<>(List.of(table));
        var seen = new HashSet<>(sources);
        while (!sources.isEmpty()) {
            var source = sources.remove();
            for (var view : views(source)) {
                var target = view.getString("target");
                var kept = Retention.of(client, database, source);
                found.add(new Behind(source, target, rollup(target, kept, view.getString("as_select"), scope)));
                if (seen.add(target)) {
                    sources.add(target);
                }
            }
        }
        return found;
    }

    private List<GenericRecord> views(String source) {
        return ask("SELECT as_select, extract(create_table_query, 'MATERIALIZED VIEW \\\\S+ TO `?" + database
                + "`?\\\\.`?(\\\\w+)') AS target FROM system.tables WHERE engine = 'MaterializedView' AND (database, name) IN"
                + " (SELECT arrayJoin(arrayZip(dependencies_database, dependencies_table)) FROM system.tables"
                + " WHERE database = '" + database + "' AND name = '" + source + "') AND target != '' ORDER BY name");
    }

    private Rollup rollup(String target, RetentionRule sourceKept, String select, RollupScope scope) {
        var keys = new ArrayList<Column>();
        var values = new ArrayList<Column>();
        for (var row :
                ask("SELECT name, type, toInt32(is_in_sorting_key) AS in_key FROM system.columns WHERE database = '"
                        + database + "' AND table = '" + target + "' ORDER BY position")) {
            (row.getInteger("in_key") == 1 ? keys : values)
                    .add(new Column(row.getString("name"), row.getString("type")));
        }
        var timeKey = keys.stream().filter(key -> key.type().startsWith("Date")).findFirst();
        var firstTime = values.stream()
                .filter(value -> value.type().startsWith("SimpleAggregateFunction(min, DateTime"))
                .findFirst();
        // The shorter retention: rows that outlive the rollup can't be compared either.
        var kept = sourceKept.shorter(Retention.of(client, database, target));
        return new Rollup(
                name(target),
                select,
                keys,
                values,
                new Since(kept, timeKey.orElse(null), firstTime.orElse(null)),
                scope);
    }

    String name(String table) {
        return "`" + database + "`.`" + table + "`";
    }

    /** Rows of a small result. */
    List<GenericRecord> ask(String sql) {
        try {
            return client.queryAll(sql);
        } catch (ClickHouseException failure) {
            throw new RollupException("ClickHouse does not compare the rollups: " + failure.getMessage(), failure);
        }
    }

    /** Runs a statement that returns nothing. */
    @SuppressWarnings("try") // closing a response that was read does not wait
    void execute(String sql) {
        try (var _ = client.query(sql).get()) {
            // Nothing to read.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RollupException("interrupted while rollup rows were rebuilt; run it again", interrupted);
        } catch (ExecutionException | RuntimeException failure) {
            throw refused(sql, failure);
        } catch (Exception failure) {
            throw refused(sql, failure);
        }
    }

    private static RollupException refused(String sql, Exception failure) {
        var cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        return new RollupException(
                "ClickHouse failed at \"" + sql.substring(0, Math.min(sql.length(), 80)) + "\": " + cause.getMessage()
                        + ". Rollup rows may be missing now: run it again, it begins with what differs then",
                cause);
    }
}

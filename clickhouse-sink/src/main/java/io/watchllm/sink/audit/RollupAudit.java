package io.watchllm.sink.audit;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import io.watchllm.sink.audit.Rollup.Column;
import io.watchllm.sink.audit.Rollup.Since;
import io.watchllm.sink.audit.RollupReport.Difference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Compares each rollup behind a table with what its view makes of all rows now: every column, the finished value where
 * it holds a state. A view is filled a moment after its table, so a key differs only if it does at every look.
 */
final class RollupAudit {
    private static final int DIFFERENCES_MAX = 1_000;
    private static final int LOOKS = 3;

    private final Client client;
    private final String database;
    private final Duration betweenLooks;

    /** @param betweenLooks at least as long as it takes to fill a view */
    RollupAudit(Client client, String database, Duration betweenLooks) {
        this.client = client;
        this.database = database;
        this.betweenLooks = betweenLooks;
    }

    /** Compares every rollup that rows of the table reach, through views of views too. */
    List<RollupReport> audit(String table) {
        var reports = new ArrayList<RollupReport>();
        var sources = new ArrayDeque<>(List.of(table));
        var seen = new HashSet<>(sources);
        while (!sources.isEmpty()) {
            var source = sources.remove();
            for (var view : views(source)) {
                var target = view.getString("target");
                reports.add(compare(source, target, rollup(source, target, view.getString("as_select"))));
                if (seen.add(target)) {
                    sources.add(target);
                }
            }
        }
        return reports;
    }

    private List<GenericRecord> views(String source) {
        return ask("SELECT as_select, extract(create_table_query, 'MATERIALIZED VIEW \\\\S+ TO `?" + database
                + "`?\\\\.`?(\\\\w+)') AS target FROM system.tables WHERE engine = 'MaterializedView' AND (database, name) IN"
                + " (SELECT arrayJoin(arrayZip(dependencies_database, dependencies_table)) FROM system.tables"
                + " WHERE database = '" + database + "' AND name = '" + source + "') AND target != '' ORDER BY name");
    }

    private Rollup rollup(String source, String target, String select) {
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
        var days = new TableOffsets(client, database, source).retentionDays();
        return new Rollup(
                "`" + database + "`.`" + target + "`",
                select,
                keys,
                values,
                new Since(days, timeKey.orElse(null), firstTime.orElse(null)));
    }

    private RollupReport compare(String source, String target, Rollup rollup) {
        var counts = ask(rollup.countSql()).getFirst();
        var compared = counts.getLong("compared");
        if (counts.getLong("differing") == 0) {
            return new RollupReport(target, source, compared, List.of(), List.of());
        }
        var differing = differences(rollup);
        for (var look = 1; look < LOOKS && !differing.isEmpty(); look++) {
            pause();
            differing.keySet().retainAll(differences(rollup).keySet());
        }
        var differences = List.copyOf(differing.values());
        return new RollupReport(
                target,
                source,
                compared,
                differences,
                differences.isEmpty() ? List.of() : rollup.rebuildSql(differences));
    }

    private Map<List<String>, Difference> differences(Rollup rollup) {
        Map<List<String>, Difference> found = new LinkedHashMap<>();
        for (var row : ask(rollup.differencesSql(DIFFERENCES_MAX))) {
            var key = new ArrayList<String>();
            for (var index = 0; index < rollup.keys().size(); index++) {
                key.add(row.getString("k" + index));
            }
            found.put(
                    key,
                    new Difference(key, differing(rollup.values(), row.getString("rollup"), row.getString("recount"))));
        }
        return found;
    }

    private static List<String> differing(List<Column> columns, String rollup, String recount) {
        if (rollup.isEmpty() || recount.isEmpty()) {
            return List.of(rollup.isEmpty() ? "not in the rollup" : "in no row");
        }
        var left = rollup.split("\t", -1);
        var right = recount.split("\t", -1);
        var differing = new ArrayList<String>();
        for (var index = 0; index < columns.size(); index++) {
            if (!left[index].equals(right[index])) {
                differing.add(columns.get(index).name() + " is " + left[index] + ", recounted " + right[index]);
            }
        }
        return differing;
    }

    private void pause() {
        try {
            // Nothing counts it down: it is waited for in vain.
            if (new CountDownLatch(1).await(betweenLooks.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the latch was counted down by nobody");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AuditException("interrupted between two looks", interrupted);
        }
    }

    private List<GenericRecord> ask(String sql) {
        try {
            return client.queryAll(sql);
        } catch (ClickHouseException failure) {
            throw new AuditException("ClickHouse does not compare the rollups: " + failure.getMessage(), failure);
        }
    }
}

package io.watchllm.operations.rollup;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.Pause;
import io.watchllm.operations.rollup.Rollup.Column;
import io.watchllm.operations.rollup.RollupReport.Counts;
import io.watchllm.operations.rollup.RollupReport.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares each rollup behind a table with a recount by its view: every column, aggregate states finalized. A view is
 * filled a moment after its table, so a key counts as different only if it differs in every attempt.
 *
 * @param sql connection to the shard; closed by whoever opened it
 * @param betweenLooks delay between two comparisons of a rollup that differs
 */
public record RollupComparison(ClickHouseConnection sql, Duration betweenLooks) {
    /** At least the time that it takes to fill a view. */
    public static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final int DIFFERENCES_MAX = 1_000;
    private static final int LOOKS = 3;

    /**
     * Compares every rollup that rows of the table reach, including views of views. A rollup without a time in its key
     * is compared over all time, whatever the range.
     *
     * @throws OperationException when ClickHouse does not answer
     */
    public List<RollupReport> compare(String table, RollupScope scope) {
        return RollupViews.behind(sql, table, scope).stream().map(this::compare).toList();
    }

    private RollupReport compare(Rollup rollup) {
        var counts = sql.first(rollup.countSql());
        var differing = counts.number("differing");
        var differences = differing == 0 ? List.<Difference>of() : lasting(rollup);
        var beyond = sql.first(rollup.beyondSql()).number("beyond");
        return new RollupReport(
                "",
                rollup.target(),
                rollup.source(),
                new Counts(
                        counts.number("compared"),
                        // A full list does not show how many further keys differ.
                        differences.size() < DIFFERENCES_MAX ? differences.size() : differing,
                        beyond,
                        rollup.since().kept()),
                differences,
                differences.isEmpty()
                        ? List.of()
                        : rollup.rebuildSql(differences.stream()
                                .map(difference -> rollup.unitOf(difference.key()))
                                .distinct()
                                .toList()));
    }

    private List<Difference> lasting(Rollup rollup) {
        var differing = differences(rollup);
        for (var look = 1; look < LOOKS && !differing.isEmpty(); look++) {
            Pause.of(betweenLooks);
            differing.keySet().retainAll(differences(rollup).keySet());
        }
        return List.copyOf(differing.values());
    }

    private Map<List<String>, Difference> differences(Rollup rollup) {
        Map<List<String>, Difference> found = new LinkedHashMap<>();
        for (var row : sql.query(rollup.differencesSql(DIFFERENCES_MAX))) {
            var key = new ArrayList<String>();
            for (var index = 0; index < rollup.keys().size(); index++) {
                key.add(row.text("k" + index));
            }
            found.put(key, new Difference(key, differing(rollup.values(), row.text("rollup"), row.text("recount"))));
        }
        return found;
    }

    private static List<String> differing(List<Column> columns, String rollup, String recount) {
        var left = rollup.split("\t", -1);
        var right = recount.split("\t", -1);
        if (rollup.isEmpty() || recount.isEmpty()) {
            var first = columns.getFirst().name();
            return List.of(
                    rollup.isEmpty()
                            ? "not in the rollup: " + first + " recounted " + right[0]
                            : "in no row: " + first + " is " + left[0]);
        }
        var differing = new ArrayList<String>();
        for (var index = 0; index < columns.size(); index++) {
            if (!left[index].equals(right[index])) {
                differing.add(columns.get(index).name() + " is " + left[index] + ", recounted " + right[index]);
            }
        }
        return differing;
    }
}

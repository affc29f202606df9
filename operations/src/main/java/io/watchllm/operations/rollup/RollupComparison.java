package io.watchllm.operations.rollup;

import com.clickhouse.client.api.Client;
import io.watchllm.operations.rollup.Rollup.Column;
import io.watchllm.operations.rollup.RollupDatabase.Behind;
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
 */
public final class RollupComparison {
    /** At least the time that it takes to fill a view. */
    public static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final int DIFFERENCES_MAX = 1_000;
    private static final int LOOKS = 3;

    private final RollupDatabase database;
    private final Duration betweenLooks;

    /**
     * @param client closed by whoever opened it
     * @param database a plain identifier
     * @param betweenLooks delay between two comparisons of a rollup that differs
     */
    public RollupComparison(Client client, String database, Duration betweenLooks) {
        this.database = new RollupDatabase(client, database);
        this.betweenLooks = betweenLooks;
    }

    /**
     * Compares every rollup that rows of the table reach, including views of views. A rollup without a time in its key
     * is compared over all time, whatever the range.
     *
     * @throws RollupException when ClickHouse does not answer
     */
    public List<RollupReport> compare(String table, RollupScope scope) {
        return database.behind(table, scope).stream().map(this::compare).toList();
    }

    private RollupReport compare(Behind behind) {
        var rollup = behind.rollup();
        var counts = database.ask(rollup.countSql()).getFirst();
        var differing = counts.getLong("differing");
        var differences = differing == 0 ? List.<Difference>of() : lasting(rollup);
        var beyond = database.ask(rollup.beyondSql()).getFirst().getLong("beyond");
        return new RollupReport(
                "",
                behind.target(),
                behind.source(),
                new Counts(
                        counts.getLong("compared"),
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
            Pause.of(betweenLooks, RollupException::interrupted);
            differing.keySet().retainAll(differences(rollup).keySet());
        }
        return List.copyOf(differing.values());
    }

    private Map<List<String>, Difference> differences(Rollup rollup) {
        Map<List<String>, Difference> found = new LinkedHashMap<>();
        for (var row : database.ask(rollup.differencesSql(DIFFERENCES_MAX))) {
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

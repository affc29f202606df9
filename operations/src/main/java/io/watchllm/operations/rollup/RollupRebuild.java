package io.watchllm.operations.rollup;

import com.clickhouse.client.api.Client;
import io.watchllm.operations.rollup.Rollup.Since;
import io.watchllm.operations.rollup.RollupDatabase.Behind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes anew, from the rows, what differs in the rollups behind a table: a project's hour, its day, or its total at a
 * time, deleted and inserted again. Inserts may go on meanwhile. A unit counts as made only if no row of it was under
 * way while that happened: its recount is the same before and afterwards, and each time all that had set out landed in
 * between. Then what was deleted, and what was inserted, were the same rows. Cut off in the middle, it leaves rows of a
 * unit out, which the next run finds as a difference.
 */
public final class RollupRebuild {
    private static final int UNITS_MAX = 500;
    private static final int ROUNDS_IN_VAIN_MAX = 3;

    private final RollupDatabase database;
    private final InFlightBarrier landing;

    /**
     * What was done to one rollup.
     *
     * @param shard where, by its URL; empty where there is one alone
     * @param rollup the table
     * @param made how many units were made anew: hours or days of a project, or keys where there is no time
     * @param busy units that still differ, since rows of theirs kept coming
     */
    public record Made(String shard, String rollup, long made, List<String> busy) {
        public Made {
            busy = List.copyOf(busy);
        }

        /** The same, of a shard among others. */
        public Made at(String where) {
            return new Made(where, rollup, made, busy);
        }
    }

    /**
     * @param client closed by whoever opened it
     * @param database a plain identifier
     * @param landing of the rows that reach the table
     */
    public RollupRebuild(Client client, String database, InFlightBarrier landing) {
        this.database = new RollupDatabase(client, database);
        this.landing = landing;
    }

    /**
     * Makes sure that the range can be made anew, and changes nothing.
     *
     * @throws RollupException when rows of it may be gone or are being changed; says what would be right
     */
    public void check(String table, RollupScope scope) {
        var from = scope.from();
        for (var behind : database.behind(table, scope)) {
            var since = behind.rollup().since();
            var days = since.days(scope.project());
            if (from == null || since.timeKey() == null || days == 0) {
                continue;
            }
            var earliest = LocalDate.parse(
                            database.ask(Since.earliestDaySql(days)).getFirst().getString("day"))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            if (from.isBefore(earliest)) {
                throw new RollupException("rows of " + behind.source() + " from before " + earliest
                        + " have left by their retention of " + days
                        + " days, or may while this runs, and what "
                        + behind.target() + " says of them can't be recounted: rebuild from " + earliest
                        + " on; what is older is left as it is");
            }
        }
        new Corrections(database, table).requireSettled();
    }

    /**
     * Makes anew what differs.
     *
     * @throws RollupException when the range can't be made anew, ClickHouse gives no answer, or rows do not land
     */
    public List<Made> rebuild(String table, RollupScope scope) {
        check(table, scope);
        var corrections = new Corrections(database, table);
        return database.behind(table, scope).stream()
                .map(behind -> rebuild(behind, corrections))
                .toList();
    }

    private Made rebuild(Behind behind, Corrections corrections) {
        var rollup = behind.rollup();
        Set<List<String>> touched = new LinkedHashSet<>();
        Set<List<String>> made = new LinkedHashSet<>();
        Set<List<String>> lasting = Set.of();
        for (var inVain = 0; inVain < ROUNDS_IN_VAIN_MAX; ) {
            var ledger = corrections.requireSettled();
            var differing = units(rollup);
            if (differing.isEmpty()) {
                return new Made("", behind.target(), touched.size(), List.of());
            }
            var prints = prints(rollup, differing);
            landing.await();
            lasting = units(rollup);
            lasting.retainAll(differing);
            var before = prints(rollup, lasting);
            var quiet = same(lasting, prints, before);
            requireNew(behind, quiet, made);
            var settled = Set.<List<String>>of();
            if (!quiet.isEmpty()) {
                touched.addAll(quiet);
                rollup.rebuildSql(quiet).forEach(database::execute);
                landing.await();
                settled = corrections.rows() == ledger ? same(quiet, before, prints(rollup, quiet)) : Set.of();
                made.addAll(settled);
            }
            inVain = settled.isEmpty() ? inVain + 1 : 0;
        }
        lasting.retainAll(units(rollup));
        return new Made(
                "",
                behind.target(),
                touched.size(),
                lasting.stream().map(unit -> String.join(" | ", unit)).toList());
    }

    /** Those of which no row came and none went between two looks. */
    private static Set<List<String>> same(
            Collection<List<String>> units, Map<List<String>, String> before, Map<List<String>, String> after) {
        return units.stream()
                .filter(unit -> Objects.equals(before.get(unit), after.get(unit)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void requireNew(Behind behind, Set<List<String>> units, Set<List<String>> made) {
        units.stream().filter(made::contains).findFirst().ifPresent(unit -> {
            throw new RollupException(behind.target() + " differs again at " + String.join(" | ", unit)
                    + ", which was made anew a moment ago: something besides its views writes to it, or inserts rows that"
                    + " come over no topic. Stop that, and run this again");
        });
    }

    private Set<List<String>> units(Rollup rollup) {
        return new LinkedHashSet<>(database.ask(rollup.unitsSql(UNITS_MAX)).stream()
                .map(row -> unit(rollup, row))
                .toList());
    }

    private Map<List<String>, String> prints(Rollup rollup, Collection<List<String>> units) {
        Map<List<String>, String> prints = new HashMap<>();
        if (!units.isEmpty()) {
            database.ask(rollup.recountPrintsSql(units))
                    .forEach(row -> prints.put(unit(rollup, row), row.getString("print")));
        }
        return prints;
    }

    private static List<String> unit(Rollup rollup, com.clickhouse.client.api.query.GenericRecord row) {
        var unit = new ArrayList<String>();
        for (var column : rollup.unit()) {
            unit.add(row.getString("k" + rollup.keys().indexOf(column)));
        }
        return List.copyOf(unit);
    }
}

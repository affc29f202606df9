package io.watchllm.operations.rollup;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.Row;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.rollup.Rollup.Since;
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
 * Rebuilds the parts of a table's rollups that differ from the rows: units such as a project's hour, its day, or its
 * total are deleted and inserted again. Inserts may continue meanwhile. A unit counts as rebuilt only if none of its
 * rows was in flight during that: its recount is the same before and afterwards, and each time all in-flight rows
 * landed in between. Then the deleted and the inserted aggregates cover the same rows. An interrupted rebuild leaves
 * rows of a unit out, which the next run finds as a difference.
 */
public final class RollupRebuild {
    private static final int UNITS_MAX = 500;
    private static final int ROUNDS_IN_VAIN_MAX = 3;

    private final ClickHouseConnection sql;
    private final Runnable landed;

    /**
     * Result for one rollup.
     *
     * @param shard its URL; empty when there is only one
     * @param rollup the table
     * @param made number of rebuilt units: hours or days of a project, or keys where there is no time
     * @param busy units that still differ, since their rows kept coming
     */
    public record Made(String shard, String rollup, long made, List<String> busy) {
        public Made {
            busy = List.copyOf(busy);
        }

        /** A copy with the name of the shard. */
        public Made at(String where) {
            return new Made(where, rollup, made, busy);
        }
    }

    /**
     * @param sql connection to the shard; closed by whoever opened it
     * @param landed returns when every row that is in flight at the time of the call is in its table and in every
     *     rollup, or rejected; fails when that does not happen in time
     */
    public RollupRebuild(ClickHouseConnection sql, Runnable landed) {
        this.sql = sql.failingAs(failure -> new OperationException(
                failure.getMessage()
                        + ". Rollup rows may be missing now: run it again, it begins with what differs then",
                failure));
        this.landed = landed;
    }

    /**
     * Checks that the range can be rebuilt, without changing anything.
     *
     * @throws OperationException when some of its rows may be gone or are being changed; the message says what is
     *     expected
     */
    public void check(String table, RollupScope scope) {
        var from = scope.from();
        for (var rollup : RollupViews.behind(sql, table, scope)) {
            var since = rollup.since();
            var days = since.days(scope.project());
            if (from == null || since.timeKey() == null || days == 0) {
                continue;
            }
            var earliest = LocalDate.parse(sql.first(Since.earliestDaySql(days)).text("day"))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            if (from.isBefore(earliest)) {
                throw new OperationException("rows of " + rollup.source() + " from before " + earliest
                        + " have left by their retention of " + days
                        + " days, or may while this runs, and what "
                        + rollup.target() + " says of them can't be recounted: rebuild from " + earliest
                        + " on; what is older is left as it is");
            }
        }
        new Corrections(sql, table).requireComplete();
    }

    /**
     * Rebuilds what differs.
     *
     * @throws OperationException when the range can't be rebuilt, ClickHouse does not answer, or rows do not land
     */
    public List<Made> rebuild(String table, RollupScope scope) {
        check(table, scope);
        var corrections = new Corrections(sql, table);
        return RollupViews.behind(sql, table, scope).stream()
                .map(rollup -> rebuild(rollup, corrections))
                .toList();
    }

    private Made rebuild(Rollup rollup, Corrections corrections) {
        Set<List<String>> touched = new LinkedHashSet<>();
        Set<List<String>> made = new LinkedHashSet<>();
        Set<List<String>> lasting = Set.of();
        for (var inVain = 0; inVain < ROUNDS_IN_VAIN_MAX; ) {
            var ledger = corrections.requireComplete();
            var differing = units(rollup);
            if (differing.isEmpty()) {
                return new Made("", rollup.target(), touched.size(), List.of());
            }
            var prints = prints(rollup, differing);
            landed.run();
            lasting = units(rollup);
            lasting.retainAll(differing);
            var before = prints(rollup, lasting);
            var quiet = same(lasting, prints, before);
            requireNew(rollup, quiet, made);
            var resolved = Set.<List<String>>of();
            if (!quiet.isEmpty()) {
                touched.addAll(quiet);
                rollup.rebuildSql(quiet).forEach(sql::execute);
                landed.run();
                resolved = corrections.rows() == ledger ? same(quiet, before, prints(rollup, quiet)) : Set.of();
                made.addAll(resolved);
            }
            inVain = resolved.isEmpty() ? inVain + 1 : 0;
        }
        lasting.retainAll(units(rollup));
        return new Made(
                "",
                rollup.target(),
                touched.size(),
                lasting.stream().map(unit -> String.join(" | ", unit)).toList());
    }

    /** The units whose rows did not change between two recounts. */
    private static Set<List<String>> same(
            Collection<List<String>> units, Map<List<String>, String> before, Map<List<String>, String> after) {
        return units.stream()
                .filter(unit -> Objects.equals(before.get(unit), after.get(unit)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void requireNew(Rollup rollup, Set<List<String>> units, Set<List<String>> made) {
        units.stream().filter(made::contains).findFirst().ifPresent(unit -> {
            throw new OperationException(rollup.target() + " differs again at " + String.join(" | ", unit)
                    + ", which was rebuilt a moment ago: something besides its views writes to it, or inserts rows that"
                    + " come over no topic. Stop that, and run this again");
        });
    }

    private Set<List<String>> units(Rollup rollup) {
        return new LinkedHashSet<>(sql.query(rollup.unitsSql(UNITS_MAX)).stream()
                .map(row -> unit(rollup, row))
                .toList());
    }

    private Map<List<String>, String> prints(Rollup rollup, Collection<List<String>> units) {
        Map<List<String>, String> prints = new HashMap<>();
        if (!units.isEmpty()) {
            sql.query(rollup.recountPrintsSql(units)).forEach(row -> prints.put(unit(rollup, row), row.text("print")));
        }
        return prints;
    }

    private static List<String> unit(Rollup rollup, Row row) {
        var unit = new ArrayList<String>();
        for (var column : rollup.unit()) {
            unit.add(row.text("k" + rollup.keys().indexOf(column)));
        }
        return List.copyOf(unit);
    }
}

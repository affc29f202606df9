package io.watchllm.operations.reprice;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.Row;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.operations.Pause;
import io.watchllm.pricing.CostFormula;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Compares cost and unpriced calls of the rows with the rollups, hour by hour and day by day. New rows are in a table a
 * moment before they are in its rollups, so a difference counts only if it persists.
 */
public record RollupProof(ClickHouseConnection sql, String project) {
    private static final int LOOKS = 3;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int NAMED_MAX = 5;

    /**
     * Comparison with one rollup.
     *
     * @param rollup the view that reads it
     * @param buckets its hours or days
     * @param named the first of those that differ
     * @param rowsUsd cost of the rows in the compared buckets
     * @param rollupUsd cost of these buckets in the rollup
     */
    public record Finding(
            String rollup, Buckets buckets, List<String> named, BigDecimal rowsUsd, BigDecimal rollupUsd) {

        /** Whether nothing differs. */
        public boolean equal() {
            return buckets.differing() == 0;
        }
    }

    /**
     * Counts of hours or days.
     *
     * @param compared those with as many rows as calls in the rollup
     * @param differing compared ones whose cost or unpriced calls differ
     * @param gone those with missing rows, for example after their retention: they can't be compared
     */
    public record Buckets(long compared, long differing, long gone) {}

    /**
     * A rollup and how to compare it.
     *
     * @param view the view that reads it
     * @param bucket expression of its time
     * @param ofRow the same expression for a row
     * @param calls column that counts calls
     * @param cost column of their cost
     * @param unit length of a bucket; FOREVER for one that holds all time
     */
    private record Rollup(String view, String bucket, String ofRow, String calls, String cost, ChronoUnit unit) {
        /** A condition on the time that selects whole buckets; empty when there is one bucket. */
        String within(String time, Instant first, Instant last) {
            return unit == ChronoUnit.FOREVER
                    ? ""
                    : " AND " + time + " >= " + SqlLiteral.of(first.truncatedTo(unit)) + " AND " + time + " < "
                            + SqlLiteral.of(last.truncatedTo(unit).plus(1, unit));
        }
    }

    private static final List<Rollup> ROLLUPS = List.of(
            new Rollup(
                    "hourly_report",
                    "hour",
                    "toStartOfHour(timestamp, 'UTC')",
                    "requests",
                    "cost_usd",
                    ChronoUnit.HOURS),
            new Rollup(
                    "daily_report", "day", "toDate(timestamp, 'UTC')", "total_requests", "cost_usd", ChronoUnit.DAYS),
            new Rollup("project_summary", "0", "0", "prompt_calls", "total_cost_usd", ChronoUnit.FOREVER));

    /** Compares whole hours and days from the first time to the last, and all time. */
    List<Finding> look(Instant first, Instant last) {
        var findings = once(first, last);
        for (var look = 1; look < LOOKS && !findings.stream().allMatch(Finding::equal); look++) {
            Pause.of(BETWEEN_LOOKS);
            findings = once(first, last);
        }
        return findings;
    }

    /** The same without waiting for differences to disappear, for when they are expected. */
    List<Finding> once(Instant first, Instant last) {
        return ROLLUPS.stream().map(rollup -> compare(rollup, first, last)).toList();
    }

    private Finding compare(Rollup rollup, Instant first, Instant last) {
        var row = sql.first(sql(rollup, first, last));
        return new Finding(
                rollup.view(),
                new Buckets(row.number("compared"), row.number("differing"), row.number("gone")),
                names(row),
                usd(row, "rows_usd"),
                usd(row, "rollup_usd"));
    }

    private String sql(Rollup rollup, Instant first, Instant last) {
        var rows = "SELECT " + rollup.ofRow() + " AS bucket, count() AS stored, 0 AS counted,"
                + " sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS rows_usd,"
                + " toDecimal128(0, 9) AS rollup_usd, countIf(cost_estimate_usd IS NULL) AS rows_unpriced,"
                + " 0 AS rollup_unpriced FROM " + sql.name("events") + " WHERE project_id = "
                + SqlLiteral.of(project) + " AND event_type = 'prompt_call'"
                + rollup.within("timestamp", first, last) + " GROUP BY bucket";
        var rollups = "SELECT " + rollup.bucket() + " AS bucket, 0 AS stored, sum(" + rollup.calls() + ") AS counted,"
                + " toDecimal128(0, 9) AS rows_usd, sum(" + rollup.cost() + ") AS rollup_usd, 0 AS rows_unpriced,"
                + " sum(unpriced) AS rollup_unpriced FROM " + sql.name(rollup.view()) + " WHERE project_id = "
                + SqlLiteral.of(project)
                + rollup.within("toDateTime(" + rollup.bucket() + ", 'UTC')", first, last) + " GROUP BY bucket";
        var buckets = "SELECT bucket, sum(stored) AS s, sum(counted) AS c, sum(rows_usd) AS u, sum(rollup_usd) AS r,"
                + " sum(rows_unpriced) AS nu, sum(rollup_unpriced) AS nr FROM (" + rows + " UNION ALL " + rollups
                + ") GROUP BY bucket ORDER BY bucket";
        return "SELECT toInt64(countIf(s = c)) AS compared, toInt64(countIf(s = c AND (u != r OR nu != nr))) AS"
                + " differing, toInt64(countIf(s != c)) AS gone, arrayStringConcat(arraySlice(groupArrayIf(toString(bucket),"
                + " s = c AND (u != r OR nu != nr)), 1, " + NAMED_MAX + "), ',') AS named,"
                + " toString(sumIf(u, s = c)) AS rows_usd, toString(sumIf(r, s = c)) AS rollup_usd FROM (" + buckets
                + ")";
    }

    private static BigDecimal usd(Row row, String column) {
        return new BigDecimal(row.text(column)).setScale(CostFormula.SCALE);
    }

    private static List<String> names(Row row) {
        var named = row.text("named");
        return named.isEmpty() ? List.of() : List.of(named.split(","));
    }
}

package io.watchllm.chaos.stage;

/**
 * The table of a scenario and the two rollups behind it: a view makes minutes of the table's rows, and a view on the
 * minutes makes hours. All are plain MergeTrees with a window of their own.
 */
public final class Tables {
    /** Database of all scenarios. */
    public static final String DATABASE = "chaos";

    private final Sql sql;
    private final String name;

    Tables(Sql sql, String name) {
        this.sql = sql;
        this.name = name;
    }

    /** Name of the table, in {@link #DATABASE}. */
    public String name() {
        return name;
    }

    /** The table with its database. */
    public String qualified() {
        return DATABASE + "." + name;
    }

    String minutes() {
        return qualified() + "_minutes";
    }

    String hours() {
        return qualified() + "_hours";
    }

    /** Table and rollups, in quotes, for a list of names. */
    String quotedNames() {
        return "'" + name + "', '" + name + "_minutes', '" + name + "_hours'";
    }

    /** Makes the empty table anew, so that it has a partition for each month. */
    public void byMonths() {
        sql.run("DROP VIEW " + target(View.MINUTES) + "_view SYNC");
        var created = sql.run("SELECT create_table_query FROM system.tables WHERE database = '" + DATABASE
                + "' AND name = '" + name + "' FORMAT TSVRaw");
        sql.run("DROP TABLE " + qualified() + " SYNC");
        sql.run(created.replace(" ORDER BY ", " PARTITION BY toYYYYMM(at) ORDER BY "));
        view(View.MINUTES, "1");
    }

    /** @param window blocks that each of the three remembers */
    void create(int window) {
        var settings = " SETTINGS non_replicated_deduplication_window = " + window;
        sql.run("CREATE TABLE " + qualified() + " (id Int64, at DateTime64(3), account LowCardinality(String),"
                + " tokens Int64, cost Decimal(18, 6), note Nullable(String), region Nullable(String),"
                + " ingested_at DateTime64(3), source_partition Int32, source_offset Int64)"
                + " ENGINE = MergeTree ORDER BY (account, at, id)" + settings);
        var sums = ", readings SimpleAggregateFunction(sum, UInt64), tokens SimpleAggregateFunction(sum, Int64),"
                + " cost SimpleAggregateFunction(sum, Decimal(38, 6)))"
                + " ENGINE = AggregatingMergeTree ORDER BY (account, time)" + settings;
        sql.run("CREATE TABLE " + minutes() + " (account LowCardinality(String), time DateTime" + sums);
        sql.run("CREATE TABLE " + hours() + " (account LowCardinality(String), time DateTime" + sums);
        view(View.MINUTES, "1");
        view(View.HOURS, "1");
    }

    private String minutesOf(String condition) {
        return "SELECT account, toStartOfMinute(at) AS time, count() AS readings, sum(tokens) AS tokens,"
                + " sum(cost) AS cost FROM " + qualified() + " WHERE " + condition + " GROUP BY account, time";
    }

    private String hoursOf(String condition) {
        return "SELECT account, toStartOfHour(m.time) AS time, sum(m.readings) AS readings, sum(m.tokens) AS tokens,"
                + " sum(m.cost) AS cost FROM " + minutes() + " AS m WHERE " + condition + " GROUP BY account, time";
    }

    /** Which of the two views a scenario means. */
    public enum View {
        MINUTES,
        HOURS
    }

    /**
     * The view takes a moment for each block, so that there is a time when only the table before it has the rows. It is
     * recreated for that, so no row may be on its way. ALTER … MODIFY QUERY would not do: behind a view whose query was
     * altered, ClickHouse does not know a repeated block again after its next start.
     */
    public void slow(View view, boolean slow) {
        sql.run("DROP VIEW " + target(view) + "_view SYNC");
        view(view, slow ? "sleep(1) = 0" : "1");
    }

    private void view(View view, String condition) {
        sql.run("CREATE MATERIALIZED VIEW " + target(view) + "_view TO " + target(view) + " AS "
                + (view == View.MINUTES ? minutesOf(condition) : hoursOf(condition)));
    }

    private String target(View view) {
        return view == View.MINUTES ? minutes() : hours();
    }

    /** True while the table that the view reads has rows which the view's target does not have. */
    public boolean between(View view) {
        var before = view == View.MINUTES ? "(SELECT count() FROM " + qualified() + ")" : readingsOf(minutes());
        var behind = readingsOf(target(view));
        return sql.run("SELECT " + before + " > " + behind).equals("1");
    }

    private static String readingsOf(String rollup) {
        return "(SELECT sum(readings) FROM " + rollup + ")";
    }

    /** True when both rollups say what the table says, group by group. */
    boolean rollupsEqual() {
        return equal(minutes(), "toStartOfMinute(at)") && equal(hours(), "toStartOfHour(at)");
    }

    /** What table and rollups add up to, for a person. */
    String sums() {
        return "rows=" + run("SELECT count() FROM %s") + " minutes=" + run("SELECT " + readingsOf(minutes()))
                + " hours=" + run("SELECT " + readingsOf(hours()));
    }

    private boolean equal(String rollup, String time) {
        var kept = "SELECT account, time, sum(readings) AS n, sum(tokens) AS t, sum(cost) AS c FROM " + rollup
                + " GROUP BY account, time";
        var counted = "SELECT account, " + time + " AS time, count() AS n, sum(tokens) AS t, sum(cost) AS c FROM "
                + qualified() + " GROUP BY account, time";
        return sql.run("SELECT (SELECT count() FROM (" + kept + " EXCEPT " + counted + ")) + (SELECT count() FROM ("
                        + counted + " EXCEPT " + kept + "))")
                .equals("0");
    }

    /** Runs a statement; {@code %s} in it stands for the table. */
    public String run(String statement) {
        return sql.run(statement.formatted(qualified()));
    }
}

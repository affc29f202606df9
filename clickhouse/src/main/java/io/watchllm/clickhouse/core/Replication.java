package io.watchllm.clickhouse.core;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Converts the statements of migrations for replicated tables. The text of a migration stays unchanged, and so does its
 * checksum, since this is applied after the parameters are filled in.
 *
 * @param database the database's name, part of the path that the replicas of a table share
 */
public record Replication(String database) {
    /**
     * Time for which a token is remembered, unless a window of other blocks came since: enough to fix what blocks the
     * sink.
     */
    private static final long REMEMBERED_SECONDS = 7L * 24 * 3600;

    private static final Pattern ENGINE = Pattern.compile("\\bENGINE = (\\w*MergeTree)\\b(?:\\(([^()]*)\\))?");
    private static final Pattern COLUMNS_END = Pattern.compile("\\s*\\)\\s+ENGINE = ");
    private static final Pattern ADDITION = Pattern.compile(
            "(?s)ALTER\\s+TABLE\\s+\\S+\\s+ADD\\s+(?:COLUMN|(INDEX|PROJECTION))\\s+IF\\s+NOT\\s+EXISTS\\s+(.*)");
    private static final Pattern WINDOW = Pattern.compile("\\bnon_replicated_deduplication_window = ");

    /** The statement for a replicated table. */
    public String statement(String table, String sql) {
        var path = "'/clickhouse/tables/{shard}/" + database + "/" + table + "', '{replica}'";
        var replicated = ENGINE.matcher(sql)
                .replaceAll(engine -> Matcher.quoteReplacement("ENGINE = Replicated" + engine.group(1) + "(" + path
                        + (engine.group(2) == null || engine.group(2).isBlank() ? "" : ", " + engine.group(2)) + ")"));
        return WINDOW.matcher(replicated)
                .replaceAll("replicated_deduplication_window_seconds = " + REMEMBERED_SECONDS
                        + ", replicated_deduplication_window = ");
    }

    /**
     * The statement that creates a table in its state after all migrations. A replica must be created in the state that
     * the others have by then; the later additions are then no-ops.
     *
     * @param create the statement that creates it
     * @param others the statements of all migrations on the same table, in order
     */
    public static Template whole(Template create, List<Statement> others) {
        var added = others.stream()
                .filter(statement -> statement.kind().equals("alter table"))
                .map(statement -> ADDITION.matcher(statement.sql().text()))
                .filter(Matcher::matches)
                .map(addition ->
                        ",\n    " + (addition.group(1) == null ? "" : addition.group(1) + " ") + addition.group(2))
                .collect(Collectors.joining());
        var end = COLUMNS_END.matcher(create.text());
        return end.find()
                ? new Template(new StringBuilder(create.text())
                        .insert(end.start(), added)
                        .toString())
                : create;
    }

    /** The expected schema with replicated engines; each node keeps its own ledger. */
    public static List<TableState> expected(List<TableState> plain) {
        return plain.stream()
                .map(table ->
                        table.engine().endsWith("MergeTree") && !table.name().equals(MigrationPlan.LEDGER)
                                ? table.withEngine("Replicated" + table.engine())
                                : table)
                .toList();
    }
}

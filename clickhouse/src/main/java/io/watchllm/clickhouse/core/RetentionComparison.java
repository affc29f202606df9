package io.watchllm.clickhouse.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the retention of a table with the settings.
 *
 * @param database the database's name, for the SQL of fixes
 */
public record RetentionComparison(String database) {

    /**
     * Retention that a table should have.
     *
     * @param age the column expression from which the age counts
     * @param rows how long it keeps rows
     * @param payload how long its payload columns keep their values; for ever means as long as the rows
     */
    public record Wanted(String age, RetentionRule rows, RetentionRule payload) {

        /** The TTL of the table; empty when rows never expire. */
        public String rowsTtl() {
            return rows.ttl(age);
        }

        /** The TTL of each payload column; empty when they have none of their own. */
        public String payloadTtl() {
            return payload.ttl(age);
        }
    }

    /** Differences, each with the statement that applies the settings. */
    public List<Problem> problems(TableState table, StoredRetention found, Wanted wanted) {
        return Stream.of(rows(table.name(), found, wanted), payload(table, found, wanted))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Problem> rows(String table, StoredRetention found, Wanted wanted) {
        var rule = found.rule();
        if (rule.equals(wanted.rows())) {
            return Optional.empty();
        }
        var ttl = wanted.rowsTtl();
        return Optional.of(Problem.error(
                table,
                "keeps rows " + rule.words() + "; the settings say "
                        + wanted.rows().words(),
                alter(table) + (ttl.isEmpty() ? " REMOVE TTL" : " MODIFY TTL " + ttl)));
    }

    private Optional<Problem> payload(TableState table, StoredRetention found, Wanted wanted) {
        var ttl = wanted.payloadTtl();
        var differing = payloadColumns(table).stream()
                .filter(column -> !found.columns().getOrDefault(column, "").equals(ttl))
                .toList();
        if (differing.isEmpty()) {
            return Optional.empty();
        }
        var words = differing.stream()
                .map(column -> words(found.columns().getOrDefault(column, "")))
                .distinct()
                .collect(Collectors.joining(", or "));
        return Optional.of(Problem.error(
                table.name(),
                "keeps payload (" + String.join(", ", differing) + ") " + words + "; the settings say " + words(ttl),
                alter(table.name()) + " " + actions(differing, ttl)));
    }

    private static String words(String ttl) {
        return ttl.isEmpty() ? "as long as its rows" : RetentionRule.ofTtl(ttl).words();
    }

    private static List<String> payloadColumns(TableState table) {
        return table.columns().stream()
                .map(TableState.Column::name)
                .filter(column -> PayloadColumns.isOne(table.name(), column))
                .toList();
    }

    private String alter(String table) {
        return "ALTER TABLE " + database + "." + table;
    }

    /** One statement for all columns, since separate ones would each rewrite the table's parts. */
    private static String actions(List<String> columns, String ttl) {
        return columns.stream()
                .map(column -> "MODIFY COLUMN " + column + (ttl.isEmpty() ? " REMOVE TTL" : " TTL " + ttl))
                .collect(Collectors.joining(", "));
    }
}

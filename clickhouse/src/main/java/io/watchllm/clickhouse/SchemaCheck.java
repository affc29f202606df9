package io.watchllm.clickhouse;

import io.watchllm.clickhouse.core.Problem;
import io.watchllm.clickhouse.core.RetentionRule;
import java.util.List;

/**
 * Comparison of a database with the schema it should have.
 *
 * @param tables every expected table and view that exists, in order of the names
 * @param problems what is missing or differs
 */
public record SchemaCheck(String database, List<TableReport> tables, List<Problem> problems) {

    /**
     * An existing table or view.
     *
     * @param size rows and bytes it holds
     * @param columns how many columns it has
     * @param indexes names of its skip indexes
     * @param kept how long it keeps rows
     */
    public record TableReport(
            String name, String engine, Size size, int columns, List<String> indexes, RetentionRule kept) {
        public TableReport {
            indexes = List.copyOf(indexes);
        }
    }

    /**
     * Size of a table.
     *
     * @param rows rows it holds; 0 for a view
     * @param bytes bytes on disk, compressed; 0 for a view
     */
    public record Size(long rows, long bytes) {}

    public SchemaCheck {
        tables = List.copyOf(tables);
        problems = List.copyOf(problems);
    }

    /** Whether nothing is missing and nothing differs. */
    public boolean ok() {
        return problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }
}

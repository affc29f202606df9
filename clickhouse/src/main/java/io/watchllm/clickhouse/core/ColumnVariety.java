package io.watchllm.clickhouse.core;

import java.util.Locale;
import java.util.Optional;

/**
 * How many values a column with a dictionary ({@code LowCardinality}) holds in one part.
 *
 * @param table the table
 * @param column the column
 * @param part the part that was looked at
 * @param values distinct values, about
 */
public record ColumnVariety(String table, String column, String part, long values) {
    /**
     * Values of a part up to which a dictionary pays; beyond some ten thousand it is slower and larger than the text.
     */
    public static final long VALUES_MAX = 10_000;

    /** What is wrong with it, if anything. Nothing is broken by it alone. */
    public Optional<Problem> problem() {
        return values <= VALUES_MAX
                ? Optional.empty()
                : Optional.of(Problem.note(
                        table,
                        String.format(
                                Locale.ROOT,
                                "column %s holds %d values in part %s; expected at most %d, since it is LowCardinality:"
                                        + " beyond that it is slower and larger than a plain text",
                                column,
                                values,
                                part,
                                VALUES_MAX),
                        "send names in it, and ids or free text in context or tags of few values"));
    }
}

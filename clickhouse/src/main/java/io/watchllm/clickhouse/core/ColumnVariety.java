package io.watchllm.clickhouse.core;

import java.util.Locale;
import java.util.Optional;

/**
 * Number of distinct values that a LowCardinality column holds in one part.
 *
 * @param part the part that was counted
 * @param values approximate number of distinct values
 */
public record ColumnVariety(String table, String column, String part, long values) {
    /**
     * Most values in a part for which a dictionary pays off; beyond some ten thousand it is slower and larger than
     * plain text.
     */
    public static final long VALUES_MAX = 10_000;

    /** A note when the column has too many values. That alone breaks nothing. */
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

package io.watchllm.operations.rollup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What of the rollups is meant. A rollup has whole hours or whole days: those that the range touches are meant.
 *
 * @param project the project; null for all
 * @param from events since then; null for all that are there
 * @param to events before; null for all that are there
 */
public record RollupScope(
        @Nullable String project,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** Everything. */
    public static final RollupScope ALL = new RollupScope(null, null, null);

    public RollupScope {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("the range from " + from + " to " + to
                    + " holds nothing: the end must be later than the beginning");
        }
    }

    /** Start of the first bucket of this length; null when there is none. */
    @Nullable
    Instant first(ChronoUnit bucket) {
        return from == null ? null : from.truncatedTo(bucket);
    }

    /** End of the last bucket of this length; null when there is none. */
    @Nullable
    Instant end(ChronoUnit bucket) {
        if (to == null) {
            return null;
        }
        var start = to.truncatedTo(bucket);
        return start.equals(to) ? start : start.plus(1, bucket);
    }
}

package io.watchllm.operations.rollup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Selects the rollup buckets to verify or rebuild, by project and time. A rollup has whole hours or whole days: all
 * that overlap the range are selected.
 *
 * @param project the project; null for all
 * @param from events since then; null for no limit
 * @param to events before; null for no limit
 */
public record RollupScope(
        @Nullable String project,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** Selects all buckets. */
    public static final RollupScope ALL = new RollupScope(null, null, null);

    public RollupScope {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("the range from " + from + " to " + to
                    + " holds nothing: the end must be later than the beginning");
        }
    }

    /** Start of the first bucket of this length; null when there is no limit. */
    @Nullable
    Instant first(ChronoUnit bucket) {
        return from == null ? null : from.truncatedTo(bucket);
    }

    /** End of the last bucket of this length; null when there is no limit. */
    @Nullable
    Instant end(ChronoUnit bucket) {
        if (to == null) {
            return null;
        }
        var start = to.truncatedTo(bucket);
        return start.equals(to) ? start : start.plus(1, bucket);
    }
}

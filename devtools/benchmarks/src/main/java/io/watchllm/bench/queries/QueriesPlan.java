package io.watchllm.bench.queries;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench queries} is to do.
 *
 * @param rows events to fill the tables with, 1 or more
 * @param repeats warm answers of each query, 1 or more
 * @param days how far back questions look that can be told so, 1 or more; null for what each takes by itself
 * @param peer whether to ask the plain schema the same
 * @param data where the filled tables stay, and are found again; null for a temporary folder
 */
public record QueriesPlan(
        long rows,
        int repeats,
        @Nullable Integer days,
        boolean peer,
        @Nullable Path data) {}

package io.watchllm.operations.audit.core;

import java.util.List;

/**
 * Comparison of a partition's window with the table.
 *
 * @param records offsets at which the topic has a record
 * @param missing records that the table lacks and that are not dead letters
 * @param twice offsets that the table has more than once
 * @param deadLetters records that are dead letters and not in the table, as required
 * @param landedDeadLetters records that are in the table although they are dead letters too
 * @param unknown offsets that the table has and the topic does not: of another topic, or inserted by another client
 */
public record WindowVerdict(
        OffsetRuns records,
        OffsetRuns missing,
        List<TableRun> twice,
        OffsetRuns deadLetters,
        OffsetRuns landedDeadLetters,
        OffsetRuns unknown) {

    public WindowVerdict {
        twice = List.copyOf(twice);
    }

    /**
     * Compares a window.
     *
     * @param records offsets at which the topic has a record
     * @param deadLetters offsets whose records are dead letters
     * @param table offsets in the table, sorted and without overlaps
     */
    public static WindowVerdict of(OffsetRuns records, OffsetRuns deadLetters, List<TableRun> table) {
        var builder = new OffsetRuns.Builder();
        table.forEach(run -> builder.add(run.run()));
        var landed = builder.build();
        var refused = records.and(deadLetters);
        return new WindowVerdict(
                records,
                records.minus(landed).minus(refused),
                table.stream().filter(run -> run.copies() > 1).toList(),
                refused.minus(landed),
                refused.and(landed),
                landed.minus(records));
    }
}

package io.watchllm.operations.audit.core;

import java.util.List;

/**
 * What comes of comparing a stretch of a partition with the table.
 *
 * @param records offsets at which the topic has a record
 * @param missing of them, those that the table lacks and that are no dead letters
 * @param twice those that the table has more than once
 * @param deadLetters of the records, those that are dead letters and not in the table, as it should be
 * @param landedDeadLetters of the records, those that are in the table although they are dead letters too
 * @param unknown offsets that the table has and the topic does not: of another topic, or inserted by somebody else
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
     * Compares.
     *
     * @param records offsets at which the topic has a record
     * @param deadLetters offsets whose records are dead letters
     * @param table what the table has, by first offset, without overlaps
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

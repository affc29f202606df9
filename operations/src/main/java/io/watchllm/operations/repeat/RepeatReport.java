package io.watchllm.operations.repeat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * Late repeats that were found and removed.
 *
 * @param late rows that came late and were compared
 * @param repeats rows that repeat an earlier one
 * @param removed repeats that were removed
 * @param conflicts events whose copies have different contents
 * @param unresolved events whose rows are incomplete or duplicated in some table
 * @param repeatsUsd the known costs of the repeats, which are counted twice, in USD
 * @param examples the first repeats and conflicts, a line each
 * @param notes further findings, a sentence each
 */
public record RepeatReport(
        long late,
        long repeats,
        long removed,
        long conflicts,
        long unresolved,
        BigDecimal repeatsUsd,
        List<String> examples,
        List<String> notes) {
    /** Nothing was compared. */
    public static final RepeatReport NONE =
            new RepeatReport(0, 0, 0, 0, 0, BigDecimal.ZERO.setScale(9), List.of(), List.of());

    /** Whether no repeat is left in the tables. */
    public boolean clean() {
        return repeats == removed;
    }

    /** The sum of both. */
    public RepeatReport plus(RepeatReport other) {
        return new RepeatReport(
                late + other.late,
                repeats + other.repeats,
                removed + other.removed,
                conflicts + other.conflicts,
                unresolved + other.unresolved,
                repeatsUsd.add(other.repeatsUsd),
                Stream.concat(examples.stream(), other.examples.stream()).toList(),
                Stream.concat(notes.stream(), other.notes.stream()).toList());
    }
}

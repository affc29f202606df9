package io.watchllm.sink.repeat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * Late repeats that were found, and what became of them.
 *
 * @param late rows that came late and were compared
 * @param repeats rows that repeat an earlier one
 * @param repeatsUsd their known costs, which are counted twice, in USD
 * @param removed of the repeats, those that were taken out
 * @param conflicts events whose copies have different contents
 * @param unsettled events whose rows are not all there in each table, or there twice
 * @param examples the first of the repeats and of the conflicts, a line each
 * @param notes what else a person should know, a sentence each
 */
public record RepeatReport(
        long late,
        long repeats,
        BigDecimal repeatsUsd,
        long removed,
        long conflicts,
        long unsettled,
        List<String> examples,
        List<String> notes) {

    /** Nothing was looked at. */
    public static final RepeatReport NONE =
            new RepeatReport(0, 0, BigDecimal.ZERO.setScale(9), 0, 0, 0, List.of(), List.of());

    public RepeatReport {
        examples = List.copyOf(examples);
        notes = List.copyOf(notes);
    }

    /** Whether no repeat is left in the tables. */
    public boolean clean() {
        return repeats == removed;
    }

    /** Both together. */
    public RepeatReport plus(RepeatReport other) {
        return new RepeatReport(
                late + other.late,
                repeats + other.repeats,
                repeatsUsd.add(other.repeatsUsd),
                removed + other.removed,
                conflicts + other.conflicts,
                unsettled + other.unsettled,
                Stream.concat(examples.stream(), other.examples.stream()).toList(),
                Stream.concat(notes.stream(), other.notes.stream()).toList());
    }
}

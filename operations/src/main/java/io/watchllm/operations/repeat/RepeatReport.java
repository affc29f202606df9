package io.watchllm.operations.repeat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * Late repeats that were found and removed.
 *
 * @param found the counts
 * @param repeatsUsd the known costs of the repeats, which are counted twice, in USD
 * @param examples the first repeats and conflicts, a line each
 * @param notes further findings, a sentence each
 */
public record RepeatReport(Found found, BigDecimal repeatsUsd, List<String> examples, List<String> notes) {

    /** Nothing was compared. */
    public static final RepeatReport NONE =
            new RepeatReport(new Found(0, 0, 0, 0, 0), BigDecimal.ZERO.setScale(9), List.of(), List.of());

    public RepeatReport {
        examples = List.copyOf(examples);
        notes = List.copyOf(notes);
    }

    /**
     * Counts of late rows.
     *
     * @param late rows that came late and were compared
     * @param repeats rows that repeat an earlier one
     * @param removed repeats that were removed
     * @param conflicts events whose copies have different contents
     * @param unsettled events whose rows are incomplete or duplicated in some table
     */
    public record Found(long late, long repeats, long removed, long conflicts, long unsettled) {

        Found plus(Found other) {
            return new Found(
                    late + other.late,
                    repeats + other.repeats,
                    removed + other.removed,
                    conflicts + other.conflicts,
                    unsettled + other.unsettled);
        }
    }

    /** Whether no repeat is left in the tables. */
    public boolean clean() {
        return found.repeats == found.removed;
    }

    /** The sum of both. */
    public RepeatReport plus(RepeatReport other) {
        return new RepeatReport(
                found.plus(other.found),
                repeatsUsd.add(other.repeatsUsd),
                Stream.concat(examples.stream(), other.examples.stream()).toList(),
                Stream.concat(notes.stream(), other.notes.stream()).toList());
    }

    /** Rows that came late and were compared. */
    public long late() {
        return found.late;
    }

    /** Rows that repeat an earlier one. */
    public long repeats() {
        return found.repeats;
    }

    /** Repeats that were removed. */
    public long removed() {
        return found.removed;
    }

    /** Events whose copies have different contents. */
    public long conflicts() {
        return found.conflicts;
    }

    /** Events whose rows are incomplete or duplicated in some table. */
    public long unsettled() {
        return found.unsettled;
    }
}

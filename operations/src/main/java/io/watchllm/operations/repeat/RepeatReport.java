package io.watchllm.operations.repeat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * Late repeats that were found, and what became of them.
 *
 * @param found how many
 * @param repeatsUsd the known costs of the repeats, which are counted twice, in USD
 * @param examples the first of the repeats and of the conflicts, a line each
 * @param notes what else a person should know, a sentence each
 */
public record RepeatReport(Found found, BigDecimal repeatsUsd, List<String> examples, List<String> notes) {

    /** Nothing was looked at. */
    public static final RepeatReport NONE =
            new RepeatReport(new Found(0, 0, 0, 0, 0), BigDecimal.ZERO.setScale(9), List.of(), List.of());

    public RepeatReport {
        examples = List.copyOf(examples);
        notes = List.copyOf(notes);
    }

    /**
     * How many were found.
     *
     * @param late rows that came late and were compared
     * @param repeats rows that repeat an earlier one
     * @param removed of the repeats, those that were taken out
     * @param conflicts events whose copies have different contents
     * @param unsettled events whose rows are not all there in each table, or there twice
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

    /** Both together. */
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

    /** Of the repeats, those that were taken out. */
    public long removed() {
        return found.removed;
    }

    /** Events whose copies have different contents. */
    public long conflicts() {
        return found.conflicts;
    }

    /** Events whose rows are not all there in each table, or there twice. */
    public long unsettled() {
        return found.unsettled;
    }
}

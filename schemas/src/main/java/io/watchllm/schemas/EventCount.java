package io.watchllm.schemas;

import java.util.Arrays;
import java.util.Optional;

/**
 * Outcome of a record of {@code watchllm.events}, which is counted under exactly one of these, or of a row that the
 * processor itself adds.
 *
 * <p>Invariant: records read = rows + duplicates + refused.
 */
public enum EventCount implements Word {
    /** It became rows. */
    ROWS,
    /** Same id and content as an earlier event; produced nothing. */
    DUPLICATE,
    /** Sent to the dead letters. */
    REFUSED,
    /** Row of an alert, not of an input record. */
    ALERTS;

    /** The entry of this name; empty when this release does not know it. */
    public static Optional<EventCount> of(String word) {
        return Arrays.stream(values())
                .filter(entry -> entry.word().equals(word))
                .findFirst();
    }
}

package io.watchllm.processor.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a record of {@code watchllm.events}: each is counted under exactly one of these; and what the
 * processor adds of its own.
 *
 * <p>The counts close: records read = rows + duplicates + refused.
 */
public enum EventCount {
    /** It became rows. */
    ROWS,
    /** It was there already, with the same content, and became nothing. */
    DUPLICATE,
    /** It went to the dead letters. */
    REFUSED,
    /** No record of the input became it: a row of an alert that was raised. */
    ALERTS;

    /** The entry of this name; empty when this release has none. */
    public static Optional<EventCount> of(String word) {
        return Arrays.stream(values())
                .filter(entry -> entry.word().equals(word))
                .findFirst();
    }

    /** The name in keys and metrics, such as {@code rows}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

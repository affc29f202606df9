package io.watchllm.processor.core;

import java.util.Locale;

/**
 * What became of a record of {@code watchllm.events}: each is counted under exactly one of these.
 *
 * <p>The books close: records read = rows + duplicates + refused.
 */
public enum BookEntry {
    /** It became rows. */
    ROWS,
    /** It was there already, with the same content, and became nothing. */
    DUPLICATE,
    /** It went to the dead letters. */
    REFUSED;

    /** The name in keys and metrics, such as {@code rows}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

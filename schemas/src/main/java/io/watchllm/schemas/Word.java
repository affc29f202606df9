package io.watchllm.schemas;

import java.util.Locale;

/** A constant of a closed set that keys, headers, metrics and files name in lower case, such as {@code rows}. */
public interface Word {

    /** Name of the constant in code. */
    String name();

    /** The name in lower case. */
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

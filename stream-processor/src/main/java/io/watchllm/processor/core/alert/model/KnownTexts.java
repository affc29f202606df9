package io.watchllm.processor.core.alert.model;

import io.watchllm.processor.core.TextCache;

/**
 * Gives the same object for the same text, for texts of which there are few, such as names of models: what compares
 * them again and again is done at a glance, and what keeps them keeps one. For one thread.
 */
public final class KnownTexts {

    private static final int TEXTS_MAX = 10_000;
    private static final int CHARACTERS_MAX = 1 << 20;

    private final TextCache<String> texts = new TextCache<>(TEXTS_MAX, CHARACTERS_MAX);

    /** The text, as it was given the first time. */
    public String known(String text) {
        var known = texts.get(text);
        if (known != null) {
            return known;
        }
        texts.put(text, text);
        return text;
    }
}

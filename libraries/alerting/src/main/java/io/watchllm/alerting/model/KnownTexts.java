package io.watchllm.alerting.model;

import io.watchllm.validation.TextCache;

/**
 * Interns texts with few distinct values, such as model names: repeated comparisons become identity checks, and only
 * one copy is kept. Not thread-safe.
 */
public final class KnownTexts {

    private static final int TEXTS_MAX = 10_000;
    private static final int CHARACTERS_MAX = 1 << 20;

    private final TextCache<String> texts = new TextCache<>(TEXTS_MAX, CHARACTERS_MAX);

    /** The first object that was passed with this text. */
    public String known(String text) {
        var known = texts.get(text);
        if (known != null) {
            return known;
        }
        texts.put(text, text);
        return text;
    }
}

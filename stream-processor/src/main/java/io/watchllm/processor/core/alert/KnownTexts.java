package io.watchllm.processor.core.alert;

import java.util.HashMap;
import java.util.Map;

/**
 * Gives the same object for the same text, for texts of which there are few, such as names of models: what compares
 * them again and again is done at a glance, and what keeps them keeps one. For one thread.
 */
public final class KnownTexts {

    /** Texts come from outside; beyond so many, it begins anew. */
    private static final int MAX = 10_000;

    private final Map<String, String> texts = new HashMap<>();

    /** The text, as it was given the first time. */
    String known(String text) {
        var known = texts.get(text);
        if (known != null) {
            return known;
        }
        if (texts.size() >= MAX) {
            texts.clear();
        }
        texts.put(text, text);
        return text;
    }
}

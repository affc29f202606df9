package io.watchllm.processor.core;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cache of what was worked out for texts that come from outside. Bounded both in entries and in characters of their
 * texts; it is emptied when it is full, and a text that would fill it alone is not cached. For one thread.
 */
public final class TextCache<V> {

    private final int entriesMax;
    private final int charactersMax;
    private final Map<String, V> entries = new HashMap<>();
    private long characters;

    /**
     * An empty one.
     *
     * @param entriesMax most entries
     * @param charactersMax most characters of all their texts together
     */
    public TextCache(int entriesMax, int charactersMax) {
        this.entriesMax = entriesMax;
        this.charactersMax = charactersMax;
    }

    /** What is cached for the text; null when nothing is. */
    public @Nullable V get(String text) {
        return entries.get(text);
    }

    /** Caches a value for a text that has none. */
    public void put(String text, V value) {
        if (text.length() > charactersMax) {
            return;
        }
        if (entries.size() >= entriesMax || characters + text.length() > charactersMax) {
            clear();
        }
        if (entries.put(text, value) == null) {
            characters += text.length();
        }
    }

    /** Forgets all entries. */
    public void clear() {
        entries.clear();
        characters = 0;
    }

    /** Entries in it. */
    int size() {
        return entries.size();
    }

    /** Characters of their texts. */
    long characters() {
        return characters;
    }
}

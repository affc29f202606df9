package io.watchllm.validation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cache of values computed for untrusted texts. Bounded in entries and in total characters; it is cleared when full,
 * and a text that would fill it alone is not cached. Not thread-safe.
 */
public final class TextCache<V> {

    private final int entriesMax;
    private final int charactersMax;
    private final Map<String, V> entries = new HashMap<>();
    private long characters;

    /**
     * Creates an empty cache.
     *
     * @param charactersMax maximum number of characters of all texts together
     */
    public TextCache(int entriesMax, int charactersMax) {
        this.entriesMax = entriesMax;
        this.charactersMax = charactersMax;
    }

    /** The cached value of the text, or null. */
    public @Nullable V get(String text) {
        return entries.get(text);
    }

    /** Caches a value for a text that has none yet. */
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

    /** Removes all entries. */
    public void clear() {
        entries.clear();
        characters = 0;
    }

    /** Number of entries. */
    int size() {
        return entries.size();
    }

    /** Total characters of the texts. */
    long characters() {
        return characters;
    }
}

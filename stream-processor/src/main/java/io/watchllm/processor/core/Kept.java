package io.watchllm.processor.core;

import io.watchllm.processor.core.price.Pricing;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is odd about one event but kept, as the words of the column {@code flags}; cuts what is too long, and replaces
 * NUL. For one event.
 */
final class Kept {

    private static final char REPLACEMENT = '\uFFFD';

    private final Sizes sizes;
    private final Set<String> flags = new LinkedHashSet<>();

    /** Texts that were looked at: some stand in several rows. */
    private final IdentityHashMap<String, Boolean> jsonObjects = new IdentityHashMap<>();

    Kept(Sizes sizes) {
        this.sizes = sizes;
    }

    /** The text as its column keeps it. */
    @Nullable
    String text(TextColumn column, @Nullable String text) {
        return text == null ? null : present(column, text);
    }

    /** The text, which is not absent, as its column keeps it. */
    String present(TextColumn column, String text) {
        flagWhen(!isJson(column, text), column.notJson());
        return cut(column, withoutNul(text));
    }

    /** The items as their column keeps them. */
    List<String> list(TextColumn column, List<String> items) {
        int count = Math.min(items.size(), sizes.items());
        flagWhen(count < items.size(), column.truncated());
        var kept = new ArrayList<String>(count);
        for (var item : items.subList(0, count)) {
            kept.add(present(column, item));
        }
        return kept;
    }

    /** The tool calls that get rows. */
    <T> List<T> toolCalls(List<T> calls) {
        int count = Math.min(calls.size(), sizes.toolCalls());
        flagWhen(count < calls.size(), Flag.TOOL_CALLS_TRUNCATED);
        return calls.subList(0, count);
    }

    void flagWhen(boolean odd, Flag flag) {
        if (odd) {
            flags.add(flag.word());
        }
    }

    /** A word of {@link Pricing#flags}. */
    void flagPricing(String word) {
        flags.add(word);
    }

    List<String> flags() {
        return List.copyOf(flags);
    }

    private boolean isJson(TextColumn column, String text) {
        return switch (column.json()) {
            case NO -> true;
            case OBJECT -> jsonObjects.computeIfAbsent(text, JsonSyntax::isObject);
            case VALUE -> JsonSyntax.isValue(text);
        };
    }

    private String withoutNul(String text) {
        if (text.indexOf('\0') < 0) {
            return text;
        }
        flagWhen(true, Flag.NUL_REPLACED);
        return text.replace('\0', REPLACEMENT);
    }

    private String cut(TextColumn column, String text) {
        long limit = column.maxBytes(sizes);
        if (Utf8.fits(text, limit)) {
            return text;
        }
        flagWhen(true, column.truncated());
        return Utf8.cut(text, limit);
    }
}

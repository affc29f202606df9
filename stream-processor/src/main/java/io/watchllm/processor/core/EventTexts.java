package io.watchllm.processor.core;

import io.watchllm.pricing.Pricing;
import io.watchllm.validation.Flag;
import io.watchllm.validation.JsonText;
import io.watchllm.validation.Sizes;
import io.watchllm.validation.TextColumn;
import io.watchllm.validation.TextLimiter;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cleans the texts of one event and collects its quality flags (column {@code flags}): cuts texts that are too long,
 * replaces NUL. Used for one event.
 */
final class EventTexts {

    private final TextLimiter limiter;
    private final Set<String> flags = new LinkedHashSet<>();

    /** Texts already checked: some go into several rows. */
    private final IdentityHashMap<String, Boolean> jsonObjects = new IdentityHashMap<>();

    EventTexts(Sizes sizes) {
        limiter = new TextLimiter(sizes);
    }

    /** The text as its column stores it. */
    @Nullable
    String text(TextColumn column, @Nullable String text) {
        return text == null ? null : present(column, text);
    }

    /** The non-null text as its column stores it. */
    String present(TextColumn column, String text) {
        flagWhen(!isJson(column, text), column.notJson());
        return limiter.limit(column, text, this::flag);
    }

    /** The items as their column stores them; lists hold no JSON. */
    List<String> list(TextColumn column, List<String> items) {
        return limiter.limit(column, items, this::flag);
    }

    /** The tool calls that get rows. */
    <T> List<T> toolCalls(List<T> calls) {
        var limited = limiter.limitCalls(calls);
        flagWhen(limited.size() < calls.size(), Flag.TOOL_CALLS_TRUNCATED);
        return limited;
    }

    /** The text as JSON, for more than the check that {@link #text} does. */
    JsonText parse(String text) {
        var json = JsonText.parse(text);
        jsonObjects.put(text, json.isObject());
        return json;
    }

    void flagWhen(boolean odd, Flag flag) {
        if (odd) {
            flag(flag);
        }
    }

    private void flag(Flag flag) {
        flags.add(flag.word());
    }

    /** Adds a flag of {@link Pricing#flags}. */
    void flagPricing(String word) {
        flags.add(word);
    }

    List<String> flags() {
        return List.copyOf(flags);
    }

    private boolean isJson(TextColumn column, String text) {
        return switch (column.json()) {
            case NO -> true;
            case OBJECT -> jsonObjects.computeIfAbsent(text, JsonText::isObject);
            case VALUE -> JsonText.isValue(text);
        };
    }
}

package io.watchllm.validation;

import io.watchllm.schemas.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Limits texts to what their columns store: NUL is replaced by U+FFFD, and longer text is truncated at a character
 * boundary. Rows, alerts, caches and group keys all use it, so a name is the same text everywhere. Thread-safe.
 */
public final class TextLimiter {

    private static final char REPLACEMENT = '\uFFFD';

    private final Sizes sizes;

    /** Uses these size limits. */
    public TextLimiter(Sizes sizes) {
        this.sizes = sizes;
    }

    /** The text as its column stores it; the same object when it fits. */
    public String limit(TextColumn column, String text) {
        return limit(column, text, TextLimiter::unflagged);
    }

    /**
     * The text as its column stores it; the same object when it fits.
     *
     * @param flags receives the changes made
     */
    public String limit(TextColumn column, String text, Consumer<Flag> flags) {
        var clean = withoutNul(text, flags);
        long limit = column.maxBytes(sizes);
        if (Utf8.fits(clean, limit)) {
            return clean;
        }
        flags.accept(column.truncated());
        return Utf8.cut(clean, limit);
    }

    /** The items as their column stores them; the same list when everything fits. */
    public List<String> limit(TextColumn column, List<String> items) {
        return fits(column, items) ? items : limit(column, items, TextLimiter::unflagged);
    }

    /**
     * The items as their column stores them.
     *
     * @param flags receives the changes made
     */
    public List<String> limit(TextColumn column, List<String> items, Consumer<Flag> flags) {
        int count = Math.min(items.size(), sizes.items());
        if (count < items.size()) {
            flags.accept(column.truncated());
        }
        var limited = new ArrayList<String>(count);
        for (var item : items.subList(0, count)) {
            limited.add(limit(column, item, flags));
        }
        return limited;
    }

    /** The nested tool calls that get rows and are seen by alert rules. */
    public <T> List<T> limitCalls(List<T> calls) {
        return calls.subList(0, Math.min(calls.size(), sizes.toolCalls()));
    }

    private boolean fits(TextColumn column, List<String> items) {
        if (items.size() > sizes.items()) {
            return false;
        }
        for (var item : items) {
            if (item.indexOf('\0') >= 0 || !Utf8.fits(item, column.maxBytes(sizes))) {
                return false;
            }
        }
        return true;
    }

    private static void unflagged(Flag flag) {
        // The flag is set on the event's rows instead.
    }

    private static String withoutNul(String text, Consumer<Flag> flags) {
        if (text.indexOf('\0') < 0) {
            return text;
        }
        flags.accept(Flag.NUL_REPLACED);
        return text.replace('\0', REPLACEMENT);
    }
}

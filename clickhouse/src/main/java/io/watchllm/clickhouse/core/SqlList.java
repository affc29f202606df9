package io.watchllm.clickhouse.core;

import java.util.ArrayList;
import java.util.List;

/** Finds and splits SQL text outside quotes and brackets. */
final class SqlList {
    private static final String QUOTES = "'`\"";

    private SqlList() {}

    /** The elements of a comma-separated list; commas within quotes or brackets belong to an element. */
    static List<String> split(String text) {
        var elements = new ArrayList<String>();
        var start = 0;
        for (var comma = next(text, ",", 0); comma >= 0; comma = next(text, ",", start)) {
            elements.add(text.substring(start, comma).strip());
            start = comma + 1;
        }
        var last = text.substring(start).strip();
        if (!last.isEmpty()) {
            elements.add(last);
        }
        return List.copyOf(elements);
    }

    /** Index of a word's first occurrence outside quotes and brackets, from an index on; -1 when there is none. */
    static int next(String text, String word, int from) {
        var depth = 0;
        for (var at = from; at < text.length(); at++) {
            if (depth == 0 && text.startsWith(word, at)) {
                return at;
            }
            var character = text.charAt(at);
            if (QUOTES.indexOf(character) >= 0) {
                at = closing(text, at);
            } else if (character == '(' || character == '[') {
                depth++;
            } else if (character == ')' || character == ']') {
                depth--;
            }
        }
        return -1;
    }

    /** Index of the quote that closes the one at {@code open}; the end of the text when there is none. */
    private static int closing(String text, int open) {
        var at = open + 1;
        while (at < text.length() && text.charAt(at) != text.charAt(open)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }
}

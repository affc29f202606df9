package io.watchllm.schemas.json;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the word that a user may have meant. */
public final class Nearest {

    /** A word is similar when at most one in this many of its characters differs. */
    private static final int CHARACTERS_PER_ERROR = 3;

    private Nearest() {}

    /** The most similar of the words, or null when none is similar. */
    public static @Nullable String to(String found, Collection<String> words) {
        String nearest = null;
        var least = Integer.MAX_VALUE;
        for (var word : words) {
            var allowed = Math.max(1, word.length() / CHARACTERS_PER_ERROR);
            if (Math.abs(word.length() - found.length()) > allowed) {
                continue;
            }
            var distance = distance(found, word);
            if (distance <= allowed && distance < least) {
                nearest = word;
                least = distance;
            }
        }
        return nearest;
    }

    /** Edit distance: the number of characters to insert, delete or change. */
    private static int distance(String one, String other) {
        var previous = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            var current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                var change = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(Math.min(current[column - 1], previous[column]) + 1, previous[column - 1] + change);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}

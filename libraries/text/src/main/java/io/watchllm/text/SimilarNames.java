package io.watchllm.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Suggests names that are similar to a wrong one. */
public final class SimilarNames {
    private static final int NAMES_MAX = 3;
    private static final int CHARACTERS_PER_EDIT = 3;

    private SimilarNames() {}

    /** A "did you mean" question with up to three names; empty when none is similar. */
    public static Optional<String> question(String wrong, Collection<String> names) {
        var similar = of(wrong, names);
        return similar.isEmpty()
                ? Optional.empty()
                : Optional.of(similar.stream().collect(Collectors.joining("' or '", "did you mean '", "'?")));
    }

    /**
     * Up to three names, the most similar first: those within an edit for each three of its characters, and those that
     * contain it or are contained in it.
     */
    public static List<String> of(String wrong, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(wrong, name) <= Math.max(1, wrong.length() / CHARACTERS_PER_EDIT)
                        || isPart(wrong, name))
                .sorted(Comparator.comparingInt((String name) -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NAMES_MAX)
                .toList();
    }

    private static boolean isPart(String wrong, String name) {
        return wrong.length() > 2 && (name.contains(wrong) || wrong.contains(name));
    }

    /** Levenshtein distance: number of characters to insert, delete or replace. */
    private static int distance(String one, String other) {
        var before = new int[other.length() + 1];
        for (var j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var row = new int[other.length() + 1];
            row[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], before[j]));
            }
            before = row;
        }
        return before[other.length()];
    }
}

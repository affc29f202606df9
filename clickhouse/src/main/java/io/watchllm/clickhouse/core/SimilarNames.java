package io.watchllm.clickhouse.core;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Suggests names that are similar to a wrong one. */
public final class SimilarNames {
    private static final int NAMES_MAX = 3;

    private SimilarNames() {}

    /** A "did you mean" question with similar names; empty when there are none. */
    public static Optional<String> advice(String wrong, List<String> names) {
        var near = of(wrong, names);
        return near.isEmpty()
                ? Optional.empty()
                : Optional.of("did you mean "
                        + String.join(
                                " or ",
                                near.stream().map(name -> "'" + name + "'").toList()) + "?");
    }

    /**
     * Up to three names, the most similar first: those within a few edits of the wrong name, and those that contain it
     * or are contained in it.
     */
    public static List<String> of(String wrong, List<String> names) {
        return names.stream()
                .filter(name -> distance(wrong, name) <= Math.max(2, wrong.length() / 3) || isPart(wrong, name))
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

package io.watchllm.privacy;

import java.util.Map;
import java.util.TreeMap;

/** Number of matches per rule, by name. Used for one record. */
public final class Findings {

    private final Map<String, Integer> counts = new TreeMap<>();

    void add(PrivacyRule rule) {
        counts.merge(rule.name(), 1, Integer::sum);
    }

    /** Whether no rule found anything. */
    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Number of matches of each rule that found something. */
    public Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }
}

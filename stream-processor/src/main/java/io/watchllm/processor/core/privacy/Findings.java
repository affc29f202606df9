package io.watchllm.processor.core.privacy;

import java.util.Map;
import java.util.TreeMap;

/** How often each rule found something, by its name. For one record. */
public final class Findings {

    private final Map<String, Integer> counts = new TreeMap<>();

    void add(PrivacyRule rule) {
        counts.merge(rule.name(), 1, Integer::sum);
    }

    /** Whether no rule found anything. */
    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The rules that found something, with how often. */
    public Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }
}

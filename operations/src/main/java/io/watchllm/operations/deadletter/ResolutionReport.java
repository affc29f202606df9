package io.watchllm.operations.deadletter;

import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Resolution.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Result of a replay or a drop. */
public final class ResolutionReport {
    private static final int REFUSALS_SHOWN_MAX = 20;

    private final Map<Outcome, Map<String, Long>> resolved = new EnumMap<>(Outcome.class);
    private final List<String> refusals = new ArrayList<>();
    private long refused;
    private long resolvedBefore;

    void resolved(DeadLetter deadLetter, Outcome outcome) {
        resolved.computeIfAbsent(outcome, any -> new TreeMap<>()).merge(deadLetter.reason(), 1L, Long::sum);
    }

    void refused(DeadLetter deadLetter, String why) {
        refused++;
        if (refusals.size() < REFUSALS_SHOWN_MAX) {
            refusals.add(deadLetter.origin().id() + ": " + why);
        }
    }

    void wasResolved() {
        resolvedBefore++;
    }

    /** Number of dead letters with this outcome, by reason. */
    public Map<String, Long> byReason(Outcome outcome) {
        return resolved.getOrDefault(outcome, Map.of());
    }

    /** Number of dead letters with this outcome. */
    public long count(Outcome outcome) {
        return byReason(outcome).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Dead letters that were left unchanged because they could not be sent again. */
    public long refused() {
        return refused;
    }

    /** The first of these dead letters, each with the reason. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Selected dead letters that had been resolved before. */
    public long resolvedBefore() {
        return resolvedBefore;
    }
}

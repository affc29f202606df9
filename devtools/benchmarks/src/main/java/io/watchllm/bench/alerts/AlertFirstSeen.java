package io.watchllm.bench.alerts;

import io.watchllm.bench.rows.CallEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** When the alerts of dear events were there: of each rule that such an event breaks, one. Thread-safe. */
final class AlertFirstSeen {
    private static final List<String> RULES = List.of(RuleMix.FIRST_STAGE, RuleMix.SECOND_STAGE);

    private final long events;
    private final Map<String, Map<Long, Long>> seenNanos = new HashMap<>();
    private @Nullable String fault;
    private int count;

    /** @param events how many are published; those that are dear must raise alerts, all others none */
    AlertFirstSeen(long events) {
        this.events = events;
        RULES.forEach(rule -> seenNanos.put(rule, new HashMap<>()));
    }

    /**
     * Takes down an alert. One that is there twice, or that no event should have raised, is a fault, which
     * {@link #check} tells.
     *
     * @param triggerEventId the event that raised it; null when the alert names none
     * @param nanos when it was there, on {@link System#nanoTime()}'s scale
     */
    synchronized void see(String ruleId, @Nullable String triggerEventId, long nanos) {
        var seen = seenNanos.get(ruleId);
        var number = triggerEventId == null ? -1 : CallEvents.number(triggerEventId);
        if (seen == null || number < 0 || number >= events || !AlertEvents.isDear(number)) {
            fault("rule " + ruleId + " raised an alert by event " + triggerEventId + ", which should raise none");
        } else if (seen.putIfAbsent(number, nanos) != null) {
            fault("rule " + ruleId + " raised the alert of event " + triggerEventId + " twice");
        } else {
            count++;
        }
    }

    private void fault(String text) {
        fault = fault == null ? text : fault;
    }

    /** How many alerts were seen, each once. */
    synchronized int count() {
        return count;
    }

    /** How many alerts of the events below this number are still to come. */
    synchronized long missing(long number) {
        return seenNanos.values().stream()
                .mapToLong(seen ->
                        dear(0, number).filter(each -> !seen.containsKey(each)).count())
                .sum();
    }

    /**
     * Nothing, if all alerts were seen once and no others.
     *
     * @throws IllegalStateException else; tells the first that is wrong
     */
    synchronized void check() {
        if (fault != null) {
            throw new IllegalStateException(fault);
        }
        for (var rule : RULES) {
            var seen = seenNanos.getOrDefault(rule, Map.of());
            dear(0, events)
                    .filter(number -> !seen.containsKey(number))
                    .findFirst()
                    .ifPresent(number -> {
                        throw new IllegalStateException("rule " + rule + " raised no alert of event " + number
                                + "; of all " + "alerts " + missing(events) + " are missing");
                    });
        }
    }

    /**
     * From the moment of each event to its alert, in nanoseconds.
     *
     * @param ruleId the rule that raised it
     * @param first number of the first event that counts
     * @param moments of the events, by their numbers
     */
    synchronized long[] lagNanos(String ruleId, long first, LongUnaryOperator moments) {
        var seen = seenNanos.getOrDefault(ruleId, Map.of());
        return dear(first, events)
                .filter(seen::containsKey)
                .map(number -> seen.getOrDefault(number, 0L) - moments.applyAsLong(number))
                .toArray();
    }

    private static LongStream dear(long first, long end) {
        return LongStream.range(first, end).filter(AlertEvents::isDear);
    }
}

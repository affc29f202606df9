package io.watchllm.dev.demo;

import io.watchllm.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What went in against what came out, at one moment.
 *
 * @param eventsIn pieces of input that were read and that Kafka took, good or bad
 * @param inTopics committed records by topic
 * @param duplicates events that the processor says were there already
 * @param inTables rows by table
 */
record DemoReconciliation(long eventsIn, Map<String, Long> inTopics, long duplicates, Map<String, Long> inTables) {
    /** Row topic and the table that it fills. */
    private static final Map<String, String> FILLS = Map.of(
            Topics.EVENT_ROWS.name(), "events",
            Topics.TOOL_CALL_ROWS.name(), "tool_calls",
            Topics.AGENT_STEP_ROWS.name(), "agent_steps");

    /** Where dead letters of the sink are counted: each stands for a row, not for an event. */
    static final String REFUSED_ROWS = "refused rows";

    long deadLetters() {
        return refusedEvents() + inTopics.getOrDefault(REFUSED_ROWS, 0L);
    }

    private long refusedEvents() {
        return inTopics.getOrDefault(Topics.DEAD_LETTERS.name(), 0L);
    }

    /** Rows of alerts, which no event of the input became. */
    long alerts() {
        return inTopics.getOrDefault(Topics.ALERTS.name(), 0L);
    }

    /** Events that are neither in a row topic nor in the dead letters, and are no duplicates. */
    long unprocessed() {
        long rows = inTopics.getOrDefault(Topics.EVENT_ROWS.name(), 0L) - alerts();
        return eventsIn - refusedEvents() - duplicates - rows;
    }

    long rows(String table) {
        return inTables.getOrDefault(table, 0L);
    }

    /** Every event has become a row, a dead letter or a duplicate, and every row is in its table. */
    boolean closed() {
        return open().isEmpty();
    }

    /** What keeps the counts open, a sentence each. */
    List<String> open() {
        var reasons = new ArrayList<String>();
        if (unprocessed() != 0) {
            reasons.add(unprocessed() + " of " + eventsIn + " events are neither rows, dead letters nor duplicates");
        }
        var refused = inTopics.getOrDefault(REFUSED_ROWS, 0L);
        FILLS.forEach((topic, table) -> {
            var missing = inTopics.getOrDefault(topic, 0L) - rows(table);
            if (missing < 0 || missing > refused) {
                reasons.add(table + " lacks " + missing + " rows of " + topic);
            }
        });
        var missing = FILLS.entrySet().stream()
                .mapToLong(fill -> inTopics.getOrDefault(fill.getKey(), 0L) - rows(fill.getValue()))
                .sum();
        if (reasons.isEmpty() && missing != refused) {
            reasons.add(missing + " rows are missing, " + refused + " of them are dead letters");
        }
        return reasons;
    }
}

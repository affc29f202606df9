package io.watchllm.delivery.config;

import io.watchllm.schemas.Topics;
import java.util.List;

/**
 * A table that the sink fills, its source topic, and its consumer group. Each table has its own group, so a table that
 * is blocked does not delay the others.
 *
 * @param table name of the table, in the database of the settings
 */
public record SinkTable(String table, String topic, String group) {
    public static final SinkTable EVENTS = of("events", Topics.EVENT_ROWS.name());
    public static final SinkTable TOOL_CALLS = of("tool_calls", Topics.TOOL_CALL_ROWS.name());
    public static final SinkTable AGENT_STEPS = of("agent_steps", Topics.AGENT_STEP_ROWS.name());

    /** The tables of the pipeline. */
    public static final List<SinkTable> ALL = List.of(EVENTS, TOOL_CALLS, AGENT_STEPS);

    /** A table whose group is named after it. */
    public static SinkTable of(String table, String topic) {
        return new SinkTable(table, topic, "watchllm-sink-" + table);
    }
}

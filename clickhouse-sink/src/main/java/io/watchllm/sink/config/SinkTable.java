package io.watchllm.sink.config;

import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import java.util.Locale;

/** A table that the sink fills, and the topic it fills it from. */
public enum SinkTable {
    EVENTS(Topics.EVENT_ROWS),
    TOOL_CALLS(Topics.TOOL_CALL_ROWS),
    AGENT_STEPS(Topics.AGENT_STEP_ROWS);

    private final String topic;

    SinkTable(Topic topic) {
        this.topic = topic.name();
    }

    /** Name of the table. */
    public String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String topic() {
        return topic;
    }

    /** The consumer group, one for each table: a table that stands still holds no other up. */
    public String group() {
        return "watchllm-sink-" + table();
    }
}

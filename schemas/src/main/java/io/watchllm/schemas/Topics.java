package io.watchllm.schemas;

import io.watchllm.control.Alert;
import io.watchllm.control.AlertRule;
import io.watchllm.control.ModelPrice;
import io.watchllm.events.Event;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.ToolCallRow;
import io.watchllm.schemas.Topic.Cleanup;
import io.watchllm.schemas.Topic.Storage;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;

/** Catalogue of the pipeline's topics; topics are created, and their schemas registered, only from here. */
public final class Topics {

    /** Largest batch of events that the broker accepts, in bytes. */
    public static final int EVENT_BYTES_MAX = 4 << 20;

    /**
     * Largest batch on the topics derived from events, in bytes. A row or a dead letter is slightly larger than its
     * event, and must never be too large to be written.
     */
    public static final int DERIVED_BYTES_MAX = 2 * EVENT_BYTES_MAX;

    /**
     * Partitions of a row topic. Each costs an insert per flush interval, and an insert into events (82 columns, three
     * views) costs ClickHouse some 55 ms of CPU whatever its size. One sink can insert from one partition faster than
     * many processors can fill it; add partitions to have several sinks share a table.
     */
    private static final int ROW_PARTITIONS = 1;

    /** Events sent by applications. */
    public static final Topic EVENTS = new Topic(
            "watchllm.events",
            "project_id|run_id, so that a run stays in order",
            6,
            new Storage(Cleanup.DELETE, Duration.ofDays(7), EVENT_BYTES_MAX),
            Event.getClassSchema());

    private static final Storage WEEK = new Storage(Cleanup.DELETE, Duration.ofDays(7), DERIVED_BYTES_MAX);
    private static final Storage MONTH = new Storage(Cleanup.DELETE, Duration.ofDays(30), DERIVED_BYTES_MAX);
    private static final Storage TABLE = new Storage(Cleanup.COMPACT, Topic.FOREVER, DERIVED_BYTES_MAX);

    /** Rows for the table events. */
    public static final Topic EVENT_ROWS = rows("watchllm.event-rows", EventRow.getClassSchema());

    /** Rows for the table tool_calls. */
    public static final Topic TOOL_CALL_ROWS = rows("watchllm.tool-call-rows", ToolCallRow.getClassSchema());

    /** Rows for the table agent_steps. */
    public static final Topic AGENT_STEP_ROWS = rows("watchllm.agent-step-rows", AgentStepRow.getClassSchema());

    /**
     * Additions of a partition's events to the windows of alert rules, sent to the partition of the window; private to
     * the two alert stages of the processor.
     */
    public static final Topic ALERT_PANES = new Topic("watchllm.alert-panes", "project_id|group", 6, WEEK, null);

    /**
     * Wakes tasks of the processor that read events and wait for time; one partition for each of {@link #EVENTS}. Old
     * records are useless.
     */
    public static final Topic ALERT_WAKE_UPS = new Topic(
            "watchllm.alert-wake-ups",
            "none",
            6,
            new Storage(Cleanup.DELETE, Duration.ofHours(1), EVENT_BYTES_MAX),
            null);

    /** Alerts for notifiers and agents. */
    public static final Topic ALERTS = new Topic("watchllm.alerts", "rule_id|group", 1, MONTH, Alert.getClassSchema());

    /** Alerts that could not be delivered to a target of the notifier, unchanged. */
    public static final Topic UNDELIVERED_ALERTS = new Topic(
            "watchllm.undelivered-alerts",
            "target|project_id|event_id; a record without value says that it was delivered after all",
            1,
            MONTH,
            null);

    /** Prices of models. */
    public static final Topic MODEL_PRICES = new Topic(
            "watchllm.model-prices",
            "provider|model|service_tier|tier_min_input_tokens|effective_from",
            1,
            TABLE,
            ModelPrice.getClassSchema());

    /** Alert rules. */
    public static final Topic ALERT_RULES = new Topic(
            "watchllm.alert-rules",
            "rule_id; a record without value deletes the rule",
            1,
            TABLE,
            AlertRule.getClassSchema());

    /** Records that could not be processed, unchanged; see {@link DeadLetter}. */
    public static final Topic DEAD_LETTERS = new Topic(
            "watchllm.dead-letters",
            "topic/partition/offset of the record (or source/line of the input), so that a repeat is the same dead letter",
            1,
            MONTH,
            null);

    /** All topics, in the order of the data flow. */
    public static final List<Topic> ALL = List.of(
            EVENTS,
            EVENT_ROWS,
            TOOL_CALL_ROWS,
            AGENT_STEP_ROWS,
            ALERT_PANES,
            ALERT_WAKE_UPS,
            ALERTS,
            UNDELIVERED_ALERTS,
            MODEL_PRICES,
            ALERT_RULES,
            DEAD_LETTERS);

    private Topics() {}

    private static Topic rows(String name, Schema row) {
        return new Topic(name, "project_id|run_id", ROW_PARTITIONS, WEEK, row);
    }
}

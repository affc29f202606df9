package io.watchllm.schemas;

import io.watchllm.events.Event;

/**
 * The record key on {@code watchllm.events} and on the row topics: all events of a run share it, so a run stays in
 * order.
 */
public final class EventKey {

    private EventKey() {}

    /** {@code project_id|run_id} of the event. */
    public static String of(Event event) {
        return of(event.getProjectId(), event.getRunId());
    }

    /** {@code projectId|runId}. */
    public static String of(String projectId, String runId) {
        return projectId + "|" + runId;
    }

    /** The project that a key names, up to its first bar; empty where it has none. */
    public static String project(String key) {
        int bar = key.indexOf('|');
        return bar < 0 ? "" : key.substring(0, bar);
    }
}

package io.watchllm.notifier.core;

import io.watchllm.control.Alert;

/**
 * Identity of an alert, bounded: a longer part is replaced by its beginning and a hash.
 *
 * @param projectId its project; empty for a record that is not an alert
 * @param eventId its id within the project; for a record that is not an alert, its position
 */
public record AlertId(String projectId, String eventId) {
    public AlertId {
        projectId = AlertKeys.bounded(projectId);
        eventId = AlertKeys.bounded(eventId);
    }

    /** The identity of an alert. */
    public static AlertId of(Alert alert) {
        return new AlertId(alert.getProjectId(), alert.getEventId());
    }
}

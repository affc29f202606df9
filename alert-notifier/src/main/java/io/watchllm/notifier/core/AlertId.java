package io.watchllm.notifier.core;

import io.watchllm.control.Alert;

/**
 * Identity of an alert, bounded: of a longer part only its beginning and a hash are kept.
 *
 * @param projectId its project; empty for a record that is no alert
 * @param eventId its id within the project; for a record that is no alert where that lies
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

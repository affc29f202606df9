package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import io.watchllm.text.Sha256;

/**
 * Identity of an alert, bounded: a longer part is replaced by its beginning and a hash.
 *
 * @param projectId its project; empty for a record that is not an alert
 * @param eventId its id within the project; for a record that is not an alert, its position
 */
public record AlertId(String projectId, String eventId) {
    /** Longest key of a receiver. PagerDuty rejects longer ones. */
    static final int CHARACTERS_MAX = 255;

    private static final int HASH_CHARACTERS = 64;

    public AlertId {
        projectId = bounded(projectId);
        eventId = bounded(eventId);
    }

    /** The identity of an alert. */
    public static AlertId of(Alert alert) {
        return new AlertId(alert.getProjectId(), alert.getEventId());
    }

    /**
     * Key of an alert's incident, independent of its level: {@code project|rule|group}. Two alerts have the same key
     * only if all three are equal, since a bar within project or rule is escaped with a backslash.
     */
    static String incident(Alert alert) {
        return bounded(escaped(alert.getProjectId()) + "|" + escaped(AlertFields.text(alert, "alert_rule_id")) + "|"
                + AlertFields.text(alert, "alert_group"));
    }

    /** Escapes bars, so that none is taken for the end of the text. */
    public static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|");
    }

    /** The text, or its beginning and a hash that distinguishes long texts, at most {@value #CHARACTERS_MAX} long. */
    static String bounded(String text) {
        return text.length() <= CHARACTERS_MAX
                ? text
                : Texts.beginning(text, CHARACTERS_MAX - HASH_CHARACTERS - 1) + "~" + Sha256.hex(text);
    }
}

package io.watchllm.notifier.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.control.Alert;

/** Texts by which receivers tell alerts and incidents apart: bounded, and different for different alerts. */
public final class AlertKeys {
    /** Longest key. PagerDuty refuses longer ones. */
    static final int CHARACTERS_MAX = 255;

    private static final int HASH_CHARACTERS = 64;

    private AlertKeys() {}

    /**
     * Key of the incident that an alert is about, whatever its level: {@code project|rule|group}. Two alerts have the
     * same key only if they agree in all three, since a bar within project or rule is escaped with a backslash.
     */
    static String incident(Alert alert) {
        return bounded(escaped(alert.getProjectId()) + "|" + escaped(AlertFields.text(alert, "alert_rule_id")) + "|"
                + AlertFields.text(alert, "alert_group"));
    }

    /** The text, so that it holds no bar that could be taken for the end of it. */
    public static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|");
    }

    /** The text, or its beginning and a hash that keeps two long ones apart, at most {@value #CHARACTERS_MAX} long. */
    public static String bounded(String text) {
        return text.length() <= CHARACTERS_MAX
                ? text
                : Texts.beginning(text, CHARACTERS_MAX - HASH_CHARACTERS - 1)
                        + "~"
                        + Digests.sha256(text.getBytes(UTF_8));
    }
}

package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import io.watchllm.runtime.PlainText;
import io.watchllm.runtime.Secret;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event of PagerDuty's Events API v2. Project, rule and group form the incident key: a resolved alert closes the
 * incident that the firing one opened.
 */
final class PagerDutyFormat {
    private static final int SUMMARY_CHARACTERS_MAX = 1_024;

    private PagerDutyFormat() {}

    static Notification notification(Message message, TextTemplate template, Secret routingKey) {
        if (message.digest()) {
            throw new IllegalArgumentException("PagerDuty takes one alert an event");
        }
        var alert = message.first();
        var resolved = AlertFields.text(alert, "alert_state").equals("resolved");
        var event = new LinkedHashMap<String, Object>();
        event.put("routing_key", routingKey.reveal());
        event.put("event_action", resolved ? "resolve" : "trigger");
        event.put("dedup_key", AlertKeys.incident(alert));
        event.put("payload", payload(alert, template));
        return new Notification(Map.of(), AlertFields.json(event));
    }

    private static Map<String, Object> payload(Alert alert, TextTemplate template) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("summary", Texts.cut(template.render(alert, PlainText::line), SUMMARY_CHARACTERS_MAX));
        payload.put("source", "watchllm/" + alert.getProjectId());
        payload.put("severity", severity(AlertFields.text(alert, "alert_level")));
        payload.put("timestamp", alert.getTimestamp().toString());
        payload.put("component", AlertFields.text(alert, "alert_group"));
        payload.put("group", alert.getProjectId());
        payload.put("class", AlertFields.text(alert, "alert_type"));
        payload.put("custom_details", AlertFields.values(alert));
        return payload;
    }

    private static String severity(String level) {
        return switch (level) {
            case "critical" -> "critical";
            case "warn" -> "warning";
            default -> "info";
        };
    }
}

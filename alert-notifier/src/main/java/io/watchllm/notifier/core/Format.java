package io.watchllm.notifier.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.control.Alert;
import io.watchllm.runtime.PlainText;
import io.watchllm.runtime.Secret;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Message format of a target. */
public enum Format {
    /** Our own JSON, signed if there is a secret: id, kind, text, and the alerts with all their fields. */
    WEBHOOK {
        @Override
        public Notification notification(Message message, TextTemplate template, Secret secret, Instant now) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("id", message.id());
            fields.put("kind", message.digest() ? "digest" : "alert");
            fields.put(
                    "text",
                    message.alerts().stream()
                            .map(alert -> template.render(alert, UnaryOperator.identity()))
                            .collect(Collectors.joining("\n")));
            fields.put(
                    "alerts", message.alerts().stream().map(AlertFields::values).toList());
            var body = AlertFields.json(fields);
            var headers = new LinkedHashMap<>(Map.of(ID_HEADER, AlertId.bounded(percentEncoded(message.id()))));
            if (!secret.equals(Secret.EMPTY)) {
                headers.put(Signature.HEADER, Signature.of(secret.reveal(), now, body));
            }
            return new Notification(headers, body);
        }
    },

    /**
     * Slack's incoming webhooks: a text in which {@code &}, {@code <} and {@code >} of values are escaped and control
     * characters replaced, so that no value can create a mention or a new line.
     */
    SLACK {
        @Override
        public Notification notification(Message message, TextTemplate template, Secret secret, Instant now) {
            var text = message.digest()
                    ? slackDigest(message, template)
                    : Texts.cut(template.render(message.first(), Format::slackText), SLACK_TEXT_MAX);
            return new Notification(Map.of(), AlertFields.json(Map.of("text", text)));
        }
    },

    /**
     * PagerDuty's Events API v2. Project, rule and group form the incident key: a resolved alert closes the incident
     * that the firing one opened.
     */
    PAGERDUTY {
        @Override
        public Notification notification(Message message, TextTemplate template, Secret routingKey, Instant now) {
            if (message.digest()) {
                throw new IllegalArgumentException("PagerDuty takes one alert an event");
            }
            var alert = message.first();
            var resolved = AlertFields.text(alert, "alert_state").equals("resolved");
            var event = new LinkedHashMap<String, Object>();
            event.put("routing_key", routingKey.reveal());
            event.put("event_action", resolved ? "resolve" : "trigger");
            event.put("dedup_key", AlertId.incident(alert));
            event.put("payload", pagerDutyPayload(alert, template));
            return new Notification(Map.of(), AlertFields.json(event));
        }
    };

    private static final String ID_HEADER = "WatchLLM-Event-Id";
    private static final int SLACK_LINES_MAX = 20;
    private static final int SLACK_LINE_MAX = 500;
    private static final int SLACK_TEXT_MAX = 3_000;
    private static final int PAGERDUTY_SUMMARY_MAX = 1_024;

    /**
     * A message as an HTTP request.
     *
     * @param headers in addition to the content type, which is always JSON
     * @param body JSON
     */
    public record Notification(Map<String, String> headers, String body) {
        public Notification {
            headers = Map.copyOf(headers);
        }

        /** Omits the body, which may contain a secret (PagerDuty's routing key). */
        @Override
        public String toString() {
            return "Notification[headers=" + headers.keySet() + ", body of " + body.length() + " characters]";
        }
    }

    /**
     * The message in this format.
     *
     * @param secret signs the body (webhook) or identifies the receiver (PagerDuty)
     * @param now time of the signature
     */
    public abstract Notification notification(Message message, TextTemplate template, Secret secret, Instant now);

    /** Name in the targets file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, for messages. */
    public static String words() {
        return String.join(", ", Arrays.stream(values()).map(Format::word).toList());
    }

    /**
     * States of alerts that are sent by default; empty for all. Suppressed alerts open no incident at PagerDuty,
     * because nothing would close it.
     */
    public Set<String> usualStates() {
        return this == PAGERDUTY ? Set.of("firing", "renotify", "resolved") : Set.of();
    }

    /**
     * Whether several alerts fit into one message. If not, the last one of each project, rule and group replaces the
     * earlier ones.
     */
    public boolean digests() {
        return this != PAGERDUTY;
    }

    /**
     * The text as an HTTP header value: UTF-8, percent-encoded except for visible ASCII; the percent sign is encoded
     * too, so that different texts stay different.
     */
    private static String percentEncoded(String text) {
        var encoded = new StringBuilder();
        for (var each : text.getBytes(UTF_8)) {
            if (each > ' ' && each < 0x7F && each != '%') {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(String.format("%02X", each));
            }
        }
        return encoded.toString();
    }

    private static String slackDigest(Message message, TextTemplate template) {
        var count = message.alerts().size();
        var lines = message.alerts().stream()
                .limit(SLACK_LINES_MAX)
                .map(alert -> Texts.cut(template.render(alert, Format::slackText), SLACK_LINE_MAX))
                .collect(Collectors.joining("\n"));
        var rest = count > SLACK_LINES_MAX ? "\n… and " + (count - SLACK_LINES_MAX) + " more" : "";
        return "*" + count + " alerts*\n" + lines + rest;
    }

    private static String slackText(String value) {
        return PlainText.line(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Map<String, Object> pagerDutyPayload(Alert alert, TextTemplate template) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("summary", Texts.cut(template.render(alert, PlainText::line), PAGERDUTY_SUMMARY_MAX));
        payload.put("source", "watchllm/" + alert.getProjectId());
        payload.put(
                "severity",
                switch (AlertFields.text(alert, "alert_level")) {
                    case "critical" -> "critical";
                    case "warn" -> "warning";
                    default -> "info";
                });
        payload.put("timestamp", alert.getTimestamp().toString());
        payload.put("component", AlertFields.text(alert, "alert_group"));
        payload.put("group", alert.getProjectId());
        payload.put("class", AlertFields.text(alert, "alert_type"));
        payload.put("custom_details", AlertFields.values(alert));
        return payload;
    }
}

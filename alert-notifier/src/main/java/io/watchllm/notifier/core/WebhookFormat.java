package io.watchllm.notifier.core;

import io.watchllm.runtime.Secret;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Our own JSON: id, kind, text, and the alerts with all their fields. */
final class WebhookFormat {
    private static final String ID = "WatchLLM-Event-Id";

    private WebhookFormat() {}

    static Notification notification(Message message, TextTemplate template, Secret secret, Instant now) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", message.id());
        fields.put("kind", message.digest() ? "digest" : "alert");
        fields.put(
                "text",
                message.alerts().stream()
                        .map(alert -> template.render(alert, UnaryOperator.identity()))
                        .collect(Collectors.joining("\n")));
        fields.put("alerts", message.alerts().stream().map(AlertFields::values).toList());
        var body = AlertFields.json(fields);
        var headers = new LinkedHashMap<>(Map.of(ID, AlertKeys.bounded(Texts.percentEncoded(message.id()))));
        if (!secret.equals(Secret.EMPTY)) {
            headers.put(Signature.HEADER, Signature.of(secret.reveal(), now, body));
        }
        return new Notification(headers, body);
    }
}

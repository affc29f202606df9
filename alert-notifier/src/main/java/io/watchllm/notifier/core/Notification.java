package io.watchllm.notifier.core;

import java.util.Map;

/**
 * A message as it goes over HTTP.
 *
 * @param headers beside the content type, which is always JSON
 * @param body JSON
 */
public record Notification(Map<String, String> headers, String body) {
    public Notification {
        headers = Map.copyOf(headers);
    }

    /** The body may hold a secret (PagerDuty's routing key): it is not shown. */
    @Override
    public String toString() {
        return "Letter[headers=" + headers.keySet() + ", body of " + body.length() + " characters]";
    }
}

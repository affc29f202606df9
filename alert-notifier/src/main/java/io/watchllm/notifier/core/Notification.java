package io.watchllm.notifier.core;

import java.util.Map;

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

package io.watchllm.notifier.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.control.Alert;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is sent at once.
 *
 * @param alerts one, or in a digest more, oldest first
 */
public record Message(List<Alert> alerts) {
    private static final int DIGEST_ID_CHARACTERS = 32;

    public Message {
        alerts = List.copyOf(alerts);
        if (alerts.isEmpty()) {
            throw new IllegalArgumentException("a message has at least one alert");
        }
    }

    /** The message that tells one alert. */
    public static Message of(Alert alert) {
        return new Message(List.of(alert));
    }

    /** Whether it gathers several alerts. */
    public boolean digest() {
        return alerts.size() > 1;
    }

    /** The only alert, or the first of a digest. */
    public Alert first() {
        return alerts.getFirst();
    }

    /** The key to drop repeats by: the event_id of its alert; a digest of the same alerts has the same id each time. */
    public String id() {
        if (!digest()) {
            return first().getEventId();
        }
        var ids = alerts.stream().map(Alert::getEventId).collect(Collectors.joining("\n"));
        return "digest-" + Digests.sha256(ids.getBytes(UTF_8)).substring(0, DIGEST_ID_CHARACTERS);
    }
}

package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A message with one or more alerts.
 *
 * @param alerts one, or several for a digest, oldest first
 */
public record Message(List<Alert> alerts) {
    private static final int DIGEST_ID_CHARACTERS = 32;

    public Message {
        alerts = List.copyOf(alerts);
        if (alerts.isEmpty()) {
            throw new IllegalArgumentException("a message has at least one alert");
        }
    }

    /** A message with one alert. */
    public static Message of(Alert alert) {
        return new Message(List.of(alert));
    }

    /** Whether it contains several alerts. */
    public boolean digest() {
        return alerts.size() > 1;
    }

    /** The only alert, or the first of a digest. */
    public Alert first() {
        return alerts.getFirst();
    }

    /** Deduplication key: the event_id of its alert; a digest of the same alerts always has the same id. */
    public String id() {
        if (!digest()) {
            return first().getEventId();
        }
        var ids = alerts.stream().map(Alert::getEventId).collect(Collectors.joining("\n"));
        return "digest-" + AlertId.sha256(ids).substring(0, DIGEST_ID_CHARACTERS);
    }
}

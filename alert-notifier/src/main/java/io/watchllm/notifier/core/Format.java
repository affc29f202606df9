package io.watchllm.notifier.core;

import io.watchllm.runtime.Secret;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Message format of a target. */
public enum Format {
    /** Our own JSON, signed if there is a secret. */
    WEBHOOK,

    /** Slack's incoming webhooks. */
    SLACK,

    /** PagerDuty's Events API v2. */
    PAGERDUTY;

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
     * The message in this format.
     *
     * @param secret signs the body (webhook) or identifies the receiver (PagerDuty)
     * @param now time of the signature
     */
    public Notification notification(Message message, TextTemplate template, Secret secret, Instant now) {
        return switch (this) {
            case WEBHOOK -> WebhookFormat.notification(message, template, secret, now);
            case SLACK -> SlackFormat.notification(message, template);
            case PAGERDUTY -> PagerDutyFormat.notification(message, template, secret);
        };
    }
}

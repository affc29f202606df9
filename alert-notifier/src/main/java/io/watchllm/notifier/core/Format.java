package io.watchllm.notifier.core;

import io.watchllm.runtime.Secret;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What a target understands. */
public enum Format {
    /** Our own JSON, signed when there is a secret. */
    WEBHOOK,

    /** Slack's incoming webhooks. */
    SLACK,

    /** PagerDuty's Events API v2. */
    PAGERDUTY;

    /** The name in the file of targets. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all, for a person. */
    public static String words() {
        return String.join(", ", Arrays.stream(values()).map(Format::word).toList());
    }

    /**
     * States of alerts that are told when the target names none; empty for all. What was suppressed opens no incident
     * at PagerDuty, as nothing would ever close it.
     */
    public Set<String> usualStates() {
        return this == PAGERDUTY ? Set.of("firing", "renotify", "resolved") : Set.of();
    }

    /**
     * Whether several alerts fit into one message. Where they don't, the last one of each project, rule and group
     * stands for those before it.
     */
    public boolean digests() {
        return this != PAGERDUTY;
    }

    /**
     * The message in this format.
     *
     * @param secret what the body is signed with (webhook) or addressed by (PagerDuty)
     * @param now time of the signature
     */
    public Notification letter(Message message, TextTemplate template, Secret secret, Instant now) {
        return switch (this) {
            case WEBHOOK -> WebhookFormat.letter(message, template, secret, now);
            case SLACK -> SlackFormat.letter(message, template);
            case PAGERDUTY -> PagerDutyFormat.letter(message, template, secret);
        };
    }
}

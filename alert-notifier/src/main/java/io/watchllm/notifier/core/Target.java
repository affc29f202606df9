package io.watchllm.notifier.core;

import io.watchllm.control.Alert;

/**
 * Whom to tell, which alerts, in which words and how often. Where it is and its secret are not part of it.
 *
 * @param name unique; part of the consumer group and label of the metrics
 * @param format what it understands
 * @param filter which alerts it is told
 * @param template the words
 * @param rate how many messages
 * @param retry what is done when it does not take one
 */
public record Target(
        String name, Format format, AlertFilter filter, TextTemplate template, RateLimit rate, RetryPolicy retry) {

    /** Whether it is told of this alert; of one that was found in a replay nobody is. */
    public Verdict verdict(Alert alert) {
        if (alert.getAlert().getAlertBackfill()) {
            return Verdict.BACKFILL;
        }
        return filter.takes(alert) ? Verdict.TELL : Verdict.FILTERED;
    }

    /** What is done with an alert. */
    public enum Verdict {
        TELL,
        FILTERED,
        BACKFILL
    }
}

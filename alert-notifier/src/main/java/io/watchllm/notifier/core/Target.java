package io.watchllm.notifier.core;

import io.watchllm.control.Alert;
import io.watchllm.notifier.core.DeliveryPolicy.RateLimit;
import io.watchllm.notifier.core.DeliveryPolicy.RetryPolicy;

/**
 * Receiver of notifications: which alerts, in which format and how often. Its address and secret are kept elsewhere.
 *
 * @param name unique; part of the consumer group and label of the metrics
 * @param format its message format
 * @param filter which alerts it receives
 * @param template text of the message
 * @param rate rate limit
 * @param retry retries when it does not accept a message
 */
public record Target(
        String name, Format format, AlertFilter filter, TextTemplate template, RateLimit rate, RetryPolicy retry) {

    /** Whether it receives this alert; backfill alerts notify nobody. */
    public Verdict verdict(Alert alert) {
        if (alert.getAlert().getAlertBackfill()) {
            return Verdict.BACKFILL;
        }
        return filter.takes(alert) ? Verdict.TELL : Verdict.FILTERED;
    }

    /** What happens to an alert. */
    public enum Verdict {
        TELL,
        FILTERED,
        BACKFILL
    }
}

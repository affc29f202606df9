package io.watchllm.alerting;

import io.watchllm.alerting.model.EventRef;
import java.util.List;

/**
 * The numbers behind an alert, fixed-point in billionths where they have decimals.
 *
 * @param actual the value
 * @param baseline what it is compared with (for a budget, its limit), or {@link #NONE}
 * @param samples how many events went into the value
 * @param trigger the event that caused the alert
 * @param models models of the events
 * @param detail description of the finding where the numbers do not say it
 */
public record Finding(long actual, long baseline, Counts samples, Trigger trigger, List<String> models, String detail) {

    /** Sorts the models. */
    public Finding {
        models = models.stream().sorted().toList();
    }

    /** No such number. */
    public static final long NONE = -1;

    /** How many events, and how many of them have no price. */
    public record Counts(long events, long unpriced) {}

    /**
     * The event that caused the alert.
     *
     * @param event its identity; {@link EventRef#NONE} when time caused the alert
     * @param timeMs its time
     * @param firstMs time of the first event of the episode
     */
    public record Trigger(EventRef event, long timeMs, long firstMs) {}

    /** The same finding with another value. */
    public Finding of(long value) {
        return new Finding(value, baseline, samples, trigger, models, detail);
    }
}

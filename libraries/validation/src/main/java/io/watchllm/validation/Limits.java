package io.watchllm.validation;

import java.time.Duration;

/**
 * Bounds that an event must meet.
 *
 * @param ahead how far its timestamp may be after its arrival
 * @param retention how far its timestamp may be before its arrival
 */
public record Limits(Duration ahead, Duration retention, Sizes sizes) {

    /** More than two NTP-synchronized clocks can differ by. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    /** Limits with the default sizes, except for payload texts. */
    public Limits(Duration ahead, Duration retention, long textBytes) {
        this(ahead, retention, Sizes.ofText(textBytes));
    }
}

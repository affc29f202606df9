package io.watchllm.processor.core;

import java.time.Duration;

/**
 * What an event may be.
 *
 * @param ahead how far its timestamp may be ahead of its arrival
 * @param retention how far it may be behind
 * @param sizes how much of it is kept
 */
public record Limits(Duration ahead, Duration retention, Sizes sizes) {

    /** Limits with the default sizes, but for the payload texts. */
    public Limits(Duration ahead, Duration retention, long textBytes) {
        this(ahead, retention, Sizes.ofText(textBytes));
    }
}

package io.watchllm.sink.core;

/**
 * A sealed batch.
 *
 * @param intent its range
 * @param reason why it was sealed
 * @param load what is sent; opaque to the core
 */
public record Batch<L>(Intent intent, SealReason reason, L load) {

    /** True when its one row was isolated because a larger batch was rejected. */
    boolean isolated() {
        return reason == SealReason.NARROWED && intent.rows() == 1;
    }
}

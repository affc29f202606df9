package io.watchllm.sink.core;

import io.watchllm.delivery.core.Intent;

/**
 * A sealed batch.
 *
 * @param reason why it was sealed
 * @param payload its rows and dead letters; opaque to the core
 */
public record Batch<P>(Intent intent, SealReason reason, P payload) {

    /** True when its one row was isolated because a larger batch was rejected. */
    boolean isolated() {
        return reason == SealReason.BISECTED && intent.rows() == 1;
    }
}

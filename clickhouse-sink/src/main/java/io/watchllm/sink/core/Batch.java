package io.watchllm.sink.core;

/**
 * A batch on its way.
 *
 * @param intent its range
 * @param reason why it ended where it does
 * @param load what is sent; of no concern here
 */
public record Batch<L>(Intent intent, SealReason reason, L load) {

    /** True when its one row was set apart because a larger batch was refused. */
    boolean isolated() {
        return reason == SealReason.NARROWED && intent.rows() == 1;
    }
}

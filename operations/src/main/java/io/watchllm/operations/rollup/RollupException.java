package io.watchllm.operations.rollup;

import org.jspecify.annotations.Nullable;

/** Rollups can't be compared or rebuilt; the message says why. */
public final class RollupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RollupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public RollupException(String message) {
        this(message, null);
    }

    /** The thread was interrupted while it waited. */
    public static RollupException interrupted() {
        return new RollupException("interrupted while waiting for rollups");
    }
}

package io.watchllm.operations;

import org.jspecify.annotations.Nullable;

/** An operation can't begin or continue. The message says why, what was changed, and what to do. */
public final class OperationException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public OperationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public OperationException(String message) {
        this(message, null);
    }
}

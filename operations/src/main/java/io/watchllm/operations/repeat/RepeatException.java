package io.watchllm.operations.repeat;

import org.jspecify.annotations.Nullable;

/** Late repeats can't be found or removed; the message says why. */
public final class RepeatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RepeatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    RepeatException(String message) {
        this(message, null);
    }
}

package io.watchllm.operations.repeat;

import org.jspecify.annotations.Nullable;

/** Late repeats can't be looked for or taken out; the message is for a person. */
public final class RepeatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RepeatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    RepeatException(String message) {
        this(message, null);
    }
}

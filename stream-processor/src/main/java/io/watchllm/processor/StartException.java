package io.watchllm.processor;

import org.jspecify.annotations.Nullable;

/** The processor can't start; the message says what is missing and how to fix it. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

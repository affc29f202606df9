package io.watchllm.operations.reprice;

import org.jspecify.annotations.Nullable;

/** Repricing can't go on; the message is for a person. Running it again goes on from where it stood. */
public final class RepriceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RepriceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    RepriceException(String message) {
        this(message, null);
    }
}

package io.watchllm.operations.reprice;

import org.jspecify.annotations.Nullable;

/** Repricing can't continue; the message says why. Another run continues where it stopped. */
public final class RepriceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RepriceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    RepriceException(String message) {
        this(message, null);
    }

    /** The thread was interrupted while it waited. */
    static RepriceException interrupted() {
        return new RepriceException("interrupted; run the command again: what it has begun is ended first");
    }
}

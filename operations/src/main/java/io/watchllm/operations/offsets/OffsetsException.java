package io.watchllm.operations.offsets;

import org.jspecify.annotations.Nullable;

/** The offsets of a group were not changed; the message says why. */
public final class OffsetsException extends RuntimeException {
    OffsetsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    OffsetsException(String message) {
        this(message, null);
    }
}

package io.watchllm.schemas.registry;

import org.jspecify.annotations.Nullable;

/** The Schema Registry did not answer; the message says what was tried and what to do. */
public final class SchemasUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SchemasUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package io.watchllm.operations.audit;

import org.jspecify.annotations.Nullable;

/** The audit can't be made; the message is for a person. */
public final class AuditException extends RuntimeException {
    AuditException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    AuditException(String message) {
        this(message, null);
    }
}

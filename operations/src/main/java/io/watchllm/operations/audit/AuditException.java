package io.watchllm.operations.audit;

import org.jspecify.annotations.Nullable;

/** The audit failed; the message says why. */
public final class AuditException extends RuntimeException {
    AuditException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    AuditException(String message) {
        this(message, null);
    }
}

package io.watchllm.schemas;

import org.jspecify.annotations.Nullable;

/** Topics could not be described or created, or are missing; the message says which, why, and what is expected. */
public final class TopicSetupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TopicSetupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

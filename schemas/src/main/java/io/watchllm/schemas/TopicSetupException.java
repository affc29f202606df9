package io.watchllm.schemas;

/** Topics could not be described or created; the message says which, why, and what is expected. */
public final class TopicSetupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TopicSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}

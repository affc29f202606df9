package io.watchllm.schemas;

/** Topics could not be looked at or created; the message says which, why, and what would be right. */
public final class TopicSetupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TopicSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}

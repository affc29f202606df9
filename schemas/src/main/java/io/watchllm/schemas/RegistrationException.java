package io.watchllm.schemas;

/**
 * The schemas could not be registered; the message names the registry or the subject, what happened, and what is
 * expected.
 */
public final class RegistrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistrationException(String message, Throwable cause) {
        super(message, cause);
    }
}

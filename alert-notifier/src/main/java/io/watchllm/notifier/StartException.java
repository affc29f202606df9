package io.watchllm.notifier;

/** Why the notifier can't start; the message is for a person and says what to do. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }
}

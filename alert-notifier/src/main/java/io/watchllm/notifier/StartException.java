package io.watchllm.notifier;

/** The notifier can't start; the message tells an operator what to do. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }
}

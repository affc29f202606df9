package io.watchllm.notifier.config;

/** A targets file is invalid; the message lists every problem with its line and the expected value. */
public final class TargetsFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TargetsFileException(String message) {
        super(message);
    }
}

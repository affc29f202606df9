package io.watchllm.notifier.config;

/** A file of targets that can't be used; the message has every problem, each with its line and what would be right. */
public final class TargetsFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TargetsFileException(String message) {
        super(message);
    }
}

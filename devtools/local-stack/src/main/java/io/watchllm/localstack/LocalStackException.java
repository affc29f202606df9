package io.watchllm.localstack;

import org.jspecify.annotations.Nullable;

/**
 * An engine could not be fetched, started or stopped. The message is for a person: what, where, and what would help.
 */
public class LocalStackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A message alone. */
    public LocalStackException(String message) {
        super(message);
    }

    /** A message with what brought it about. */
    public LocalStackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A port was taken between its choice and its use. */
    static final class PortTaken extends LocalStackException {
        private static final long serialVersionUID = 1L;

        PortTaken(String message) {
            super(message);
        }
    }
}

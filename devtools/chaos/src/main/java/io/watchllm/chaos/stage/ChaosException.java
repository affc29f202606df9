package io.watchllm.chaos.stage;

/** A scenario could not be played; that says nothing about delivery yet, but the run has failed. */
public final class ChaosException extends RuntimeException {
    public ChaosException(String message) {
        super(message);
    }

    public ChaosException(String message, Throwable cause) {
        super(message, cause);
    }
}

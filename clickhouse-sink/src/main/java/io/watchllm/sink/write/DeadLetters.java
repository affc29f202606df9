package io.watchllm.sink.write;

import java.util.List;

/** Destination of bad records. */
public interface DeadLetters {

    /**
     * Returns once every dead letter is acknowledged.
     *
     * @throws DeadLetterException when one is not, or may not be; all of them must be delivered again
     */
    void deliver(List<RejectedRecord> deadLetters) throws InterruptedException;

    /** A dead letter could not be delivered. */
    final class DeadLetterException extends RuntimeException {
        public DeadLetterException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

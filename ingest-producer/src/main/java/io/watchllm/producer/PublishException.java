package io.watchllm.producer;

/**
 * An event was not published; the kinds tell what to do. It is found in the future that {@link EventPublisher#publish}
 * returned.
 */
public abstract sealed class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private PublishException(String message) {
        super(message);
    }

    private PublishException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The event breaks the contract; sending it again does not help. */
    public static final class Invalid extends PublishException {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }

        Invalid(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The publisher holds as many unacknowledged bytes as it may; the event may be published again later. */
    public static final class Full extends PublishException {
        private static final long serialVersionUID = 1L;

        Full(String message) {
            super(message);
        }
    }

    /** The publisher was closed before the event was acknowledged; whether Kafka has it is not known. */
    public static final class Closed extends PublishException {
        private static final long serialVersionUID = 1L;

        Closed(String message) {
            super(message);
        }
    }

    /**
     * Kafka or the Schema Registry did not take the event, after all retries; the cause is the client's exception. The
     * same event may be published again: its identity (project_id, run_id, event_id) keeps it from being counted twice.
     */
    public static final class NotAcknowledged extends PublishException {
        private static final long serialVersionUID = 1L;

        NotAcknowledged(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

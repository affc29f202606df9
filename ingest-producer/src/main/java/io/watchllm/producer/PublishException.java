package io.watchllm.producer;

/**
 * An event was not published; the subclass says what to do. Found in the future that {@link EventPublisher#publish}
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

    /** The event violates the data contract; sending it again does not help. */
    public static final class Invalid extends PublishException {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }

        Invalid(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The publisher has reached its limit of unacknowledged bytes; the event may be published again later. */
    public static final class Full extends PublishException {
        private static final long serialVersionUID = 1L;

        Full(String message) {
            super(message);
        }
    }

    /** The publisher was closed before the event was acknowledged; it is unknown whether Kafka has it. */
    public static final class Closed extends PublishException {
        private static final long serialVersionUID = 1L;

        Closed(String message) {
            super(message);
        }
    }

    /**
     * Kafka or the Schema Registry did not accept the event, after all retries; the cause is the client's exception.
     * The same event may be published again: its identity (project_id, run_id, event_id) prevents it from being counted
     * twice.
     */
    public static final class NotAcknowledged extends PublishException {
        private static final long serialVersionUID = 1L;

        NotAcknowledged(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

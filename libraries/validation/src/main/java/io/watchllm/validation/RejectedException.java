package io.watchllm.validation;

/** Carries the first finding of a check to its caller; never leaves this package. */
final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    RejectedException(Reason reason, String field, String value, String expected) {
        // No stack trace: a flood of invalid records must not cost more than valid ones.
        super(field, null, false, false);
        rejection = new Rejection(reason, field, value, expected);
    }

    Rejection rejection() {
        return rejection;
    }
}

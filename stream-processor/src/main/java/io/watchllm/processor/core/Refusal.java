package io.watchllm.processor.core;

/** Carries the first finding of a check up to its caller; never leaves this package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    Refusal(Reason reason, String field, String value, String right) {
        // Without a stack trace: a flood of broken records must not cost more than good ones.
        super(field, null, false, false);
        rejection = new Rejection(reason, field, value, right);
    }

    Rejection rejection() {
        return rejection;
    }
}

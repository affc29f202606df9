package io.watchllm.delivery.encode;

/** Rejects the current row. Never leaves the package: {@link BlockBuilder} turns it into a {@link RejectedRow}. */
final class BadValue extends Exception {
    static final String MALFORMED = "malformed_avro";
    static final String OUT_OF_RANGE = "out_of_range";
    static final String UNKNOWN_SYMBOL = "unknown_symbol";
    static final String NULL = "null_not_allowed";

    private final String reason;

    BadValue(String reason, String message) {
        // No stack trace: it is control flow, and a flood of bad records must not cost more than good ones.
        super(message, null, false, false);
        this.reason = reason;
    }

    static BadValue malformed(String message) {
        return new BadValue(MALFORMED, message);
    }

    String reason() {
        return reason;
    }
}

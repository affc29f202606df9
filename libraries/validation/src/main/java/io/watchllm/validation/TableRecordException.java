package io.watchllm.validation;

import io.watchllm.schemas.Word;

/** A record of a compacted topic, such as a price or an alert rule, is invalid and left out; the message says why. */
public final class TableRecordException extends RuntimeException {

    /** Bound of messages, which may quote a large record. */
    public static final int MESSAGE_CHARACTERS_MAX = 2_000;

    private static final long serialVersionUID = 1L;

    private final Fault fault;

    public TableRecordException(Fault fault, String message) {
        // No stack trace: such exceptions are kept, and a flood of invalid records must not cost more than valid ones.
        super(ShortText.of(message, MESSAGE_CHARACTERS_MAX), null, false, false);
        this.fault = fault;
    }

    /** Why a record is left out: the closed set of words in metrics and dead letters. */
    public enum Fault implements Word {
        /** It has no key, so no later record could replace it. */
        NO_KEY,
        /** The key is not the one that the value says. */
        WRONG_KEY,
        /** The bytes do not start with the Schema Registry's wire format. */
        NOT_WIRE_FORMAT,
        /** The Schema Registry has no such schema. */
        UNKNOWN_SCHEMA,
        /** The bytes do not match their schema. */
        UNREADABLE,
        /** The values are not a valid price: half a price, a negative one, no model. */
        BROKEN_PRICE,
        /** The rule is invalid. */
        BROKEN_RULE
    }

    /** The kind of fault. */
    public Fault fault() {
        return fault;
    }

    /** The message, never null. */
    public String message() {
        return String.valueOf(getMessage());
    }
}

package io.watchllm.processor.core;

import java.util.Locale;

/** Why a record is refused: the closed set of words in the dead letters and the metrics. */
public enum Reason {
    /** The bytes do not begin as a record of the Schema Registry does. */
    NOT_WIRE_FORMAT,
    /** The Schema Registry has no such schema. */
    UNKNOWN_SCHEMA,
    /** The schema is no version of {@code Event}, or the bytes are not what the schema says. */
    UNREADABLE_AS_EVENT,
    /** Text that is not valid UTF-8, lone surrogates included. */
    INVALID_UNICODE,
    /** The event, its project or its run has no id. */
    EMPTY_ID,
    /** The timestamp is too far ahead of the arrival. */
    TIMESTAMP_IN_FUTURE,
    /** The timestamp is older than what is retained. */
    TIMESTAMP_TOO_OLD,
    /** A count, a duration or an amount is below zero. */
    NEGATIVE_NUMBER,
    /** A number or a time does not fit its column. */
    NUMBER_OUT_OF_RANGE,
    /** An error event has no error. */
    MISSING_ERROR,
    /** The event is valid, but its rows can't be made or written: a gap in the checks. */
    NOT_MAPPABLE,
    /** A row of the event would be larger than a row topic takes. */
    RECORD_TOO_LARGE,
    /** Its project used the id for another event not long ago. */
    CONFLICTING_EVENT;

    /** The name in dead letters and metrics, such as {@code empty_id}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

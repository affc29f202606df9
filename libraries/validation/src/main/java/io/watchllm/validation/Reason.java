package io.watchllm.validation;

import io.watchllm.schemas.Word;

/** Why a record is rejected: the closed set of words in dead letters and metrics. */
public enum Reason implements Word {
    NOT_WIRE_FORMAT(
            "The bytes do not begin as a record of the Schema Registry does: 0x00 and the four bytes of a schema id."),
    UNKNOWN_SCHEMA("The Schema Registry has no Avro schema under the id."),
    UNREADABLE_AS_EVENT(
            "The schema is no version of `Event` (a field of another type, or one missing that has no default), or the bytes are not what the schema says, or stand for more values than so many bytes can: 8 a byte and 10,000, and an item a byte."),
    INVALID_UNICODE("A text is not valid UTF-8; unpaired surrogates are not."),
    EMPTY_ID("`event_id`, `project_id` or `run_id` is empty."),
    ID_TOO_LONG("An id is longer than `WATCHLLM_PROCESSOR_MAX_ID`; cut, it would be another id."),
    NUL_IN_ID("An id holds the character NUL, which many tools take for its end."),
    TIMESTAMP_IN_FUTURE("`timestamp` is further ahead of the arrival than `WATCHLLM_PROCESSOR_MAX_AHEAD`."),
    TIMESTAMP_TOO_OLD("`timestamp` is older than `WATCHLLM_PROCESSOR_EVENT_RETENTION`."),
    NEGATIVE_NUMBER("A count, a duration, a score or a cost is below zero."),
    NUMBER_OUT_OF_RANGE("A number or a time does not fit its column."),
    MISSING_ERROR("An error event has no error."),
    NOT_MAPPABLE("The event is valid, but its rows can't be made: a gap in the checks, please report it."),
    RECORD_TOO_LARGE("A row of the event would be larger than a row topic takes."),
    CONFLICTING_EVENT(
            "Its run used the `event_id` for an event with other content, within `WATCHLLM_PROCESSOR_DEDUP_WINDOW` before.");

    private final String meaning;

    Reason(String meaning) {
        this.meaning = meaning;
    }

    /** What is wrong, for the documentation. */
    public String meaning() {
        return meaning;
    }
}

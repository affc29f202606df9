package io.watchllm.operations.input;

import io.watchllm.events.Event;

/** One event of an input, or why it is invalid. */
public sealed interface InputEvent {
    /** Line at which it starts in its input, from 1. */
    long line();

    /** An event that can be sent. */
    record Good(long line, Event event) implements InputEvent {}

    /** Bytes that are not a valid event, unchanged, with a sentence that says what is expected. */
    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Bad(long line, byte[] raw, String problem) implements InputEvent {}
}

package io.watchllm.operations.input;

import io.watchllm.events.Event;

/** One event of an input, or the reason why it is none. */
public sealed interface InputEvent {
    /** Line at which it starts in its input, from 1. */
    long line();

    /** An event that can be sent. */
    record Good(long line, Event event) implements InputEvent {}

    /** Bytes that are no event, as they were, with a sentence that says what would be right. */
    // Compared by nobody.
    @SuppressWarnings("ArrayRecordComponent")
    record Bad(long line, byte[] raw, String problem) implements InputEvent {}
}

package io.watchllm.notifier.core;

import java.time.Instant;

/** What a lane wants done. */
public sealed interface Step {

    /** This message, now. */
    record Send(Message message) implements Step {}

    /** Nothing before this time. */
    record Wait(Instant until) implements Step {}

    /** Nothing until an alert comes. */
    record Idle() implements Step {}
}

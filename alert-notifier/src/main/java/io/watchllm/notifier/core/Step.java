package io.watchllm.notifier.core;

import java.time.Instant;

/** Next action of a delivery queue. */
public sealed interface Step {

    /** Send this message now. */
    record Send(Message message) implements Step {}

    /** Do nothing before this time. */
    record Wait(Instant until) implements Step {}

    /** Do nothing until an alert arrives. */
    record Idle() implements Step {}
}

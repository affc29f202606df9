package io.watchllm.runtime;

import org.jspecify.annotations.Nullable;

/** Why a service ended. */
public sealed interface ExitReason {
    /** It stopped on request. */
    record Stopped() implements ExitReason {}

    /** It could not continue; the message tells an operator what to do. */
    record Failed(String message, @Nullable Throwable cause) implements ExitReason {}
}

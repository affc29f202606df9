package io.watchllm.runtime;

import org.jspecify.annotations.Nullable;

/** Why a service ended. */
public sealed interface ExitReason {
    /** It was asked to stop, and did. */
    record Stopped() implements ExitReason {}

    /** It could not go on; the message is for a person and says what to do. */
    record Failed(String message, @Nullable Throwable cause) implements ExitReason {}
}

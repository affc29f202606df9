package io.watchllm.sink.core;

/**
 * State of a partition writer.
 *
 * <pre>
 * Idle → Opening → Waiting → Sending → Idle
 *           ↑         ↑         │ not now, in doubt
 *           │         └─────────┤
 *           └───────────────────┤ acknowledged without rows: under the next generation of its token
 *                               └ bad config, unclear → Halted → (range read again)
 * </pre>
 */
public sealed interface WriterState<L> {

    /** Nothing is open. */
    record Idle<L>() implements WriterState<L> {}

    /** The intent of the batch is not committed yet; nothing of it may be sent. */
    record Opening<L>(Batch<L> batch) implements WriterState<L> {}

    /** The batch may be sent at {@code dueMillis}. {@code attempts} were made. */
    record Waiting<L>(Batch<L> batch, int attempts, long dueMillis, String trouble) implements WriterState<L> {}

    /** The batch is under way; {@code trouble} is why the previous attempt failed, empty for the first. */
    record Sending<L>(Batch<L> batch, int attempt, String trouble) implements WriterState<L> {}

    /** An operator is needed. */
    record Halted<L>(String trouble) implements WriterState<L> {}
}

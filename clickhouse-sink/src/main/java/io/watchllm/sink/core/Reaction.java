package io.watchllm.sink.core;

/** Reaction that the consumer loop carries out after an outcome. */
public sealed interface Reaction<L> {

    /** The batch has landed. */
    record Landed<L>(Batch<L> batch) implements Reaction<L> {}

    /** The partition writer sends the same batch again by itself. */
    record Again<L>(Batch<L> batch, long delayMillis) implements Reaction<L> {}

    /** Stop reading; batches in memory are dropped and read again later. */
    record Halt<L>(String trouble) implements Reaction<L> {}

    /** Read the range again, in batches of at most so many records. */
    record Narrow<L>(Intent range, int recordsMax) implements Reaction<L> {}

    /** The batch's one row is rejected by ClickHouse: {@link PartitionWriter#settle} it as a dead letter. */
    record Poison<L>(Batch<L> batch, int code, String message) implements Reaction<L> {}
}

package io.watchllm.sink.core;

/** What the shell has to do after an outcome. */
public sealed interface Reaction<L> {

    /** The batch is done with. */
    record Landed<L>(Batch<L> batch) implements Reaction<L> {}

    /** The same batch will be sent again by itself. */
    record Again<L>(Batch<L> batch, long delayMillis) implements Reaction<L> {}

    /** Stop reading; what is in hand is dropped and read again later. */
    record Halt<L>(String trouble) implements Reaction<L> {}

    /** Read the range again, in batches of at most so many records. */
    record Narrow<L>(Intent range, int recordsMax) implements Reaction<L> {}

    /** The one row of this batch is what ClickHouse refuses: {@link PartitionWriter#settle} it as a dead letter. */
    record Poison<L>(Batch<L> batch, int code, String message) implements Reaction<L> {}
}

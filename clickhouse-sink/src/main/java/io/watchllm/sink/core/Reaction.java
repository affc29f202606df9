package io.watchllm.sink.core;

import io.watchllm.delivery.core.Intent;

/** What the loop carries out after the outcome of an attempt. */
public sealed interface Reaction {
    /** The batch has landed. */
    record Landed() implements Reaction {}

    /** The partition writer sends the same batch again by itself. */
    record Again() implements Reaction {}

    /** Stop reading, since an operator is needed; batches in memory are dropped and read again later. */
    record Halt(String why) implements Reaction {}

    /** Read the range again, in batches of at most so many records, to find the row that ClickHouse rejects. */
    record Bisect(Intent range, int recordsMax) implements Reaction {}

    /** ClickHouse rejects the batch's one row: {@link PartitionWriter#sendWithoutRow} it as a dead letter. */
    record Poison(int code, String message) implements Reaction {}
}

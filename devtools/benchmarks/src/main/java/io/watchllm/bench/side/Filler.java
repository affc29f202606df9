package io.watchllm.bench.side;

import io.watchllm.bench.core.Side;
import io.watchllm.bench.stack.BenchTable;

/** One way to fill a table with the rows of the topic. */
interface Filler {

    Side side();

    /** Begins to fill the table; returns when the partitions are assigned and rows begin to come. */
    void start(BenchTable table);

    /** What it says of itself, for the message when rows stop coming. */
    String status();

    /** Ends what {@link #start} began; by then all rows are there. */
    void stop();
}

package io.watchllm.sink.write;

/** Tells what the table has of a range of offsets. */
public interface LandedRows {

    /**
     * Counts rows by where they came from, of any epoch.
     *
     * @param partition partition of the row topic
     * @param from first offset
     * @param to last offset, included
     * @return number of rows; negative when the table can't be asked
     */
    long count(int partition, long from, long to);
}

package io.watchllm.sink.consume;

import io.watchllm.sink.core.StoredRows;

/** Counts the rows that a table stores of a partition; waits for the answer. */
public interface StoredRowsReader {

    /**
     * Counts them.
     *
     * @throws io.watchllm.sink.write.TableReader.TableUnreadableException when the table can't be read
     */
    StoredRows ask(StoredRows.Question question);
}

package io.watchllm.sink.consume;

import io.watchllm.sink.core.StoredRows;

/** Asks a table what it holds of a partition; waits for the answer. */
public interface StoredRowsReader {

    /**
     * Asks.
     *
     * @throws io.watchllm.sink.write.TableReader.TableUnreadableException when the table can't be asked
     */
    StoredRows ask(StoredRows.Question question);
}

package io.watchllm.sink.write;

import io.watchllm.sink.core.DedupWindowCheck;
import io.watchllm.sink.core.Intent;

/** Tells what the table has of a range of offsets. */
public interface LandedRows {

    /**
     * Counts rows by where they came from, of any epoch.
     *
     * @param partition partition of the row topic
     * @param range the offsets
     * @throws TableReader.TableUnreadableException when the table can't be asked
     */
    DedupWindowCheck.Held held(int partition, Intent range);
}

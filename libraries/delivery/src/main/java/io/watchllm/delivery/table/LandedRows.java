package io.watchllm.delivery.table;

import io.watchllm.delivery.core.DedupWindowCheck;
import io.watchllm.delivery.core.Intent;

/** Counts the stored rows of a range of offsets. */
public interface LandedRows {

    /**
     * Counts rows by provenance, of any epoch.
     *
     * @param partition partition of the row topic
     * @param range the offsets
     * @throws TableReader.TableUnreadableException when the table can't be read
     */
    DedupWindowCheck.Held held(int partition, Intent range);
}

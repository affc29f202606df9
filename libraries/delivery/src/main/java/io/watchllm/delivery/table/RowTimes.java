package io.watchllm.delivery.table;

import io.watchllm.delivery.core.Intent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Measures the age of rows at the moment a query sees them. */
public interface RowTimes {

    /**
     * Times of the median row of a range.
     *
     * @param event when it happened
     * @param record when its record was appended to the row topic
     */
    record Median(Instant event, Instant record) {}

    /**
     * Looks for the rows of a range.
     *
     * @return null when a query sees none of them
     * @throws TableReader.TableUnreadableException when the table can't be read
     */
    @Nullable
    Median median(int partition, Intent range);
}

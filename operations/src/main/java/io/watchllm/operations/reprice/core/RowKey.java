package io.watchllm.operations.reprice.core;

import java.time.Instant;

/**
 * Key of a row of a project in {@code events}, in the order of the table. Two rows have the same key only when one was
 * inserted twice by hand.
 *
 * @param runId run of the call
 * @param timestamp when the call happened, in whole milliseconds
 * @param eventId id of the call
 * @param partition partition of the row's record; -1 for a row that was inserted by hand
 * @param offset offset of the row's record; -1 for a row that was inserted by hand
 */
public record RowKey(String runId, Instant timestamp, String eventId, int partition, long offset) {}

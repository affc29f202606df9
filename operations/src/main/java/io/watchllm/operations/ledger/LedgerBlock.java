package io.watchllm.operations.ledger;

import io.watchllm.delivery.core.BlockCountSnapshot;
import java.time.Instant;

/**
 * A block in a ledger.
 *
 * @param sequence its number
 * @param rows number of its rows
 * @param first earliest event time of its rows
 * @param last latest event time of its rows
 * @param runId the run that wrote it
 * @param before the tables' block counts before it was sent
 */
public record LedgerBlock(
        long sequence, long rows, Instant first, Instant last, String runId, BlockCountSnapshot before) {}

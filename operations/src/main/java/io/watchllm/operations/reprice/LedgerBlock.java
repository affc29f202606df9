package io.watchllm.operations.reprice;

import io.watchllm.sink.core.BlockCountSnapshot;
import java.time.Instant;

/**
 * A block of corrections in the ledger.
 *
 * @param sequence its number within the project
 * @param rows number of corrections
 * @param first time of its first call
 * @param last time of its last call, in the same month
 * @param repriceId the run that wrote it
 * @param before the tables' block counts before it was sent
 */
record LedgerBlock(
        long sequence, long rows, Instant first, Instant last, String repriceId, BlockCountSnapshot before) {}

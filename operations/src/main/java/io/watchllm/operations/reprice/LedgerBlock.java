package io.watchllm.operations.reprice;

import io.watchllm.sink.core.BlockCountSnapshot;
import java.time.Instant;

/**
 * A block of corrections as the ledger has it.
 *
 * @param sequence its number within the project
 * @param rows how many corrections
 * @param first time of its first call
 * @param last time of its last call, of the same month
 * @param repriceId the run that wrote it
 * @param before how far the tables were before it was sent
 */
record LedgerBlock(
        long sequence, long rows, Instant first, Instant last, String repriceId, BlockCountSnapshot before) {}

package io.watchllm.sink.write;

import io.watchllm.sink.core.Intent;
import io.watchllm.sink.core.UncertainInsert;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to insert a batch.
 *
 * @param partition partition of the row topic
 * @param range its offsets
 * @param token deduplication token of the block
 * @param load what is sent
 * @param doubt why the block may be in the table already; null when it can't be
 */
public record Shipment(
        int partition,
        Intent range,
        String token,
        BatchPayload load,
        @Nullable UncertainInsert doubt) {}

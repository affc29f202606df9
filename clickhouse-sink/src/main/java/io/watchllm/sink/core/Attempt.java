package io.watchllm.sink.core;

import io.watchllm.delivery.core.UncertainInsert;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to insert a batch.
 *
 * @param shard the shard that its commit names; empty when it names none
 * @param uncertain why it may be in the table already; null when it can't be
 * @param repeated whether it was sent before, by this writer or by a previous owner of the partition
 */
public record Attempt<P>(
        Batch<P> batch, String shard, @Nullable UncertainInsert uncertain, boolean repeated) {}

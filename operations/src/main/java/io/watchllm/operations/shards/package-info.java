/**
 * Work that is done for each shard separately, since each has its own rows and rollups:
 * {@link io.watchllm.operations.shards.ShardRun} works on one after the other and keeps the results, also when one
 * fails; the {@link io.watchllm.operations.shards.ShardFailure} says which failed, which are done and which were not
 * begun.
 */
@NullMarked
package io.watchllm.operations.shards;

import org.jspecify.annotations.NullMarked;

/**
 * Work that each shard needs for itself, as its rows and rollups are its own:
 * {@link io.watchllm.operations.shards.ShardRun} does it to one after the other and keeps what came of them, also when
 * one fails; the {@link io.watchllm.operations.shards.ShardFailure} says which did and what became of the others.
 */
@NullMarked
package io.watchllm.operations.shards;

import org.jspecify.annotations.NullMarked;

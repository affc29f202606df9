/**
 * Work that each shard needs for itself, as its rows and rollups are its own: {@link io.watchllm.cli.shards.ShardRun}
 * does it to one after the other and keeps what came of them, also when one fails; the
 * {@link io.watchllm.cli.shards.ShardFailure} says which did and what became of the others.
 */
@NullMarked
package io.watchllm.cli.shards;

import org.jspecify.annotations.NullMarked;

/**
 * How rollups are told beside a recount of their rows: {@link io.watchllm.cli.rollups.RollupText} makes text or JSON of
 * the reports of a comparison, for {@code watchllm rollups} and for the audit.
 * {@link io.watchllm.operations.audit.ShardRebuild} has them rebuilt, shard by shard.
 */
@NullMarked
package io.watchllm.cli.rollups;

import org.jspecify.annotations.NullMarked;

/**
 * Verifies and rebuilds rollups. {@link io.watchllm.operations.rollup.RollupComparison} follows the views of a table to
 * every rollup and has ClickHouse compare each key with a recount of the rows;
 * {@link io.watchllm.operations.rollup.Rollup} writes the SQL for that, within a
 * {@link io.watchllm.operations.rollup.RollupScope}. {@link io.watchllm.operations.rollup.RollupRebuild} rebuilds what
 * differs, between two moments at which an {@link io.watchllm.operations.rollup.InFlightBarrier} says that earlier rows
 * have landed.
 */
@NullMarked
package io.watchllm.operations.rollup;

import org.jspecify.annotations.NullMarked;

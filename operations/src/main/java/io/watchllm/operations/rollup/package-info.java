/**
 * Rollups against the rows that they count. {@link io.watchllm.operations.rollup.RollupComparison} walks from a table
 * through its views to every rollup and has ClickHouse compare each key with what the view makes of the rows now;
 * {@link io.watchllm.operations.rollup.Rollup} writes the SQL for that, within a
 * {@link io.watchllm.operations.rollup.RollupScope}. {@link io.watchllm.operations.rollup.RollupRebuild} makes anew
 * what differs, between two moments at which a {@link io.watchllm.operations.rollup.InFlightBarrier} says that nothing
 * is under way.
 */
@NullMarked
package io.watchllm.operations.rollup;

import org.jspecify.annotations.NullMarked;

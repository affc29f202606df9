/**
 * Rollups against the rows that they count. {@link io.watchllm.sink.rollup.RollupComparison} walks from a table through
 * its views to every rollup and has ClickHouse compare each key with what the view makes of the rows now;
 * {@link io.watchllm.sink.rollup.Rollup} writes the SQL for that, within a {@link io.watchllm.sink.rollup.RollupScope}.
 * {@link io.watchllm.sink.rollup.RollupRebuild} makes anew what differs, between two moments at which a
 * {@link io.watchllm.sink.rollup.Landing} says that nothing is under way.
 */
@NullMarked
package io.watchllm.sink.rollup;

import org.jspecify.annotations.NullMarked;

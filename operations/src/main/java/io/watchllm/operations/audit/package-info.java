/**
 * Compares the row topics with the tables, after the fact and independently of the sink's own counts.
 * {@link io.watchllm.operations.audit.TableAudit} goes through each partition in windows:
 * {@link io.watchllm.operations.audit.TopicOffsets} reads which offsets have records,
 * {@link io.watchllm.operations.audit.TableOffsets} queries the table,
 * {@link io.watchllm.operations.audit.RefusedOffsets} knows the dead letters, the pure part in {@code core} compares,
 * and {@link io.watchllm.operations.audit.MissingRows} handles missing rows and can insert them. The rollups are
 * compared by {@link io.watchllm.operations.rollup.RollupComparison};
 * {@link io.watchllm.operations.audit.TopicInFlightBarrier} makes their rebuild wait until no rows are in flight.
 */
@NullMarked
package io.watchllm.operations.audit;

import org.jspecify.annotations.NullMarked;

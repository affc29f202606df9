/**
 * Compares what the row topics have with what the tables have, after the fact and without trust in the sink's own
 * bookkeeping. {@link io.watchllm.operations.audit.TableAudit} walks each partition in windows:
 * {@link io.watchllm.operations.audit.TopicOffsets} reads which offsets have records,
 * {@link io.watchllm.operations.audit.TableOffsets} asks the table, {@link io.watchllm.operations.audit.RefusedOffsets}
 * knows the dead letters, the pure part in {@code core} compares, and {@link io.watchllm.operations.audit.MissingRows}
 * looks at what is missing and can put it in. The rollups are compared by
 * {@link io.watchllm.operations.rollup.RollupComparison}; {@link io.watchllm.operations.audit.TopicInFlightBarrier}
 * tells their rebuild when rows are no longer under way.
 */
@NullMarked
package io.watchllm.operations.audit;

import org.jspecify.annotations.NullMarked;

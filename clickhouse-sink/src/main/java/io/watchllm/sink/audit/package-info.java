/**
 * Compares what the row topics have with what the tables have, after the fact and without trust in the sink's own
 * bookkeeping. {@link io.watchllm.sink.audit.TableAudit} walks each partition in windows:
 * {@link io.watchllm.sink.audit.TopicOffsets} reads which offsets have records,
 * {@link io.watchllm.sink.audit.TableOffsets} asks the table, {@link io.watchllm.sink.audit.RefusedOffsets} knows the
 * dead letters, the pure part in {@code core} compares, and {@link io.watchllm.sink.audit.MissingRows} looks at what is
 * missing and can put it in. The rollups are compared by {@link io.watchllm.sink.rollup.RollupComparison};
 * {@link io.watchllm.sink.audit.TopicLanding} tells their rebuild when rows are no longer under way.
 */
@NullMarked
package io.watchllm.sink.audit;

import org.jspecify.annotations.NullMarked;

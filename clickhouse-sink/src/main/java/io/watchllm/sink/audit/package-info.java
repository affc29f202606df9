/**
 * Compares what the row topics have with what the tables have, after the fact and without trust in the sink's own
 * bookkeeping. {@link io.watchllm.sink.audit.TableAudit} walks each partition in windows:
 * {@link io.watchllm.sink.audit.TopicOffsets} reads which offsets have records,
 * {@link io.watchllm.sink.audit.TableOffsets} asks the table, {@link io.watchllm.sink.audit.RefusedOffsets} knows the
 * dead letters, the pure part in {@code core} compares, and {@link io.watchllm.sink.audit.MissingRows} looks at what is
 * missing and can put it in. {@link io.watchllm.sink.audit.RollupAudit} compares each rollup with a recount of the
 * rows.
 */
@NullMarked
package io.watchllm.sink.audit;

import org.jspecify.annotations.NullMarked;

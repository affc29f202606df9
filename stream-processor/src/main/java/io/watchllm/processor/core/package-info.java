/**
 * Decisions of the processor, as pure functions: whether bytes are safe to read
 * ({@link io.watchllm.schemas.RecordScan}), which event they encode ({@link io.watchllm.processor.core.EventReading}),
 * whether the event is accepted ({@link io.watchllm.processor.core.EventCheck}; if not, a
 * {@link io.watchllm.processor.core.Rejection} from the closed set {@link io.watchllm.processor.core.Reason}), and
 * which rows it becomes ({@link io.watchllm.processor.core.RowMapping}). Costs are computed in {@code core.price}, and
 * redaction is in {@code core.privacy}.
 */
@NullMarked
package io.watchllm.processor.core;

import org.jspecify.annotations.NullMarked;

/**
 * Decisions of the processor, as pure functions: what becomes of a record
 * ({@link io.watchllm.processor.core.EventPipeline}), which rows an accepted event becomes
 * ({@link io.watchllm.processor.core.RowMapping}), and whether it was seen before
 * ({@link io.watchllm.processor.core.SeenIds}). Its steps are libraries of their own: {@code io.watchllm.validation},
 * {@code privacy}, {@code pricing}, {@code alerting}.
 */
@NullMarked
package io.watchllm.processor.core;

import org.jspecify.annotations.NullMarked;

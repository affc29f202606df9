/**
 * {@code bench processor}: {@link io.watchllm.bench.processor.ProcessorBench} fills a topic of events and lets a child
 * JVM ({@link io.watchllm.bench.processor.ProcessorChild}) read it in turns, by the processor and by a
 * {@link io.watchllm.bench.processor.CopyLoop}, which only copies the bytes. The engines, the child and what a round
 * takes are in {@link io.watchllm.bench.processor.ProcessorRig}, which {@code bench alerts} shares.
 */
@NullMarked
package io.watchllm.bench.processor;

import org.jspecify.annotations.NullMarked;

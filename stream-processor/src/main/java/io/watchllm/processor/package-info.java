/**
 * The stream processor: turns events into rows and dead letters, each exactly once.
 * {@link io.watchllm.processor.ProcessorService} checks prerequisites, wires and runs;
 * {@link io.watchllm.processor.ProcessorTopology} defines the topology; {@link io.watchllm.processor.ProcessorSettings}
 * holds every setting. The data flow: source {@code events} → {@code decode} → {@code validate} → ({@code redact} →)
 * {@code price} → {@code split} → {@code deduplicate} → one sink per table; records that a stage rejects go through
 * {@code refuse} to the dead letters.
 */
@NullMarked
package io.watchllm.processor;

import org.jspecify.annotations.NullMarked;

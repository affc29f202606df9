/**
 * The stream processor: turns events into rows and dead letters, each exactly once.
 * {@link io.watchllm.processor.ProcessorService} checks prerequisites, wires and runs;
 * {@link io.watchllm.processor.ProcessorTopology} defines the topology; {@link io.watchllm.processor.ProcessorSettings}
 * holds every setting. The data flow: source {@code events} → {@code process} → one sink per table, or the dead
 * letters.
 */
@NullMarked
package io.watchllm.processor;

import org.jspecify.annotations.NullMarked;

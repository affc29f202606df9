/**
 * The stream processor: events in, rows and dead letters out, each exactly once.
 * {@link io.watchllm.processor.ProcessorService} checks the surroundings, wires and runs;
 * {@link io.watchllm.processor.ProcessorTopology} says what flows where;
 * {@link io.watchllm.processor.ProcessorSettings} holds every knob. The flow itself: source {@code events} →
 * {@code decode} → {@code validate} → ({@code redact} →) {@code price} → {@code split} → {@code deduplicate} → one sink
 * a table; what a stage refuses goes over {@code refuse} to the dead letters.
 */
@NullMarked
package io.watchllm.processor;

import org.jspecify.annotations.NullMarked;

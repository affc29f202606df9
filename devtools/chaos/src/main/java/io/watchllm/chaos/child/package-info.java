/**
 * The services under test as processes: {@link io.watchllm.chaos.child.SinkMain} runs a sink for one table of its own,
 * {@link io.watchllm.chaos.child.ProcessorMain} a processor; {@link io.watchllm.chaos.child.DropsABatch} makes one of
 * them lose events.
 */
@NullMarked
package io.watchllm.chaos.child;

import org.jspecify.annotations.NullMarked;

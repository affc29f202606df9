/**
 * What {@code watchllm sink status} and {@code watchllm processor status} show.
 * {@link io.watchllm.operations.status.GroupReader} asks Kafka for what is committed, what is open and how far there is
 * to go; {@link io.watchllm.operations.status.SinkProbe} asks running sinks how they fare;
 * {@link io.watchllm.operations.status.SinkReport} and {@link io.watchllm.operations.status.ProcessorReport} join what
 * they say and judge, and {@link io.watchllm.cli.sink.ReportText} and {@link io.watchllm.cli.processor.ProcessorText}
 * print it.
 */
@NullMarked
package io.watchllm.operations.status;

import org.jspecify.annotations.NullMarked;

/**
 * Status for {@code watchllm sink status} and {@code watchllm processor status}.
 * {@link io.watchllm.operations.status.GroupReader} reads committed offsets, open ranges and lag from Kafka;
 * {@link io.watchllm.operations.status.SinkAnswer} reads the status of running sinks;
 * {@link io.watchllm.operations.status.SinkReport} and {@link io.watchllm.operations.status.ProcessorReport} combine
 * both and derive problems, and {@link io.watchllm.cli.sink.SinkText} and
 * {@link io.watchllm.cli.processor.ProcessorText} print them.
 */
@NullMarked
package io.watchllm.operations.status;

import org.jspecify.annotations.NullMarked;

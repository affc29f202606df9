/**
 * What {@code watchllm sink status} and {@code watchllm processor status} show.
 * {@link io.watchllm.cli.status.GroupReader} asks Kafka for what is committed, what is open and how far there is to go;
 * {@link io.watchllm.cli.status.SinkProbe} asks running sinks how they fare; {@link io.watchllm.cli.status.SinkReport}
 * and {@link io.watchllm.cli.status.ProcessorReport} join what they say and judge, and
 * {@link io.watchllm.cli.status.ReportText} and {@link io.watchllm.cli.status.ProcessorText} print it.
 */
@NullMarked
package io.watchllm.cli.status;

import org.jspecify.annotations.NullMarked;

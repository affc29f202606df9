/**
 * What {@code watchllm sink status} shows. {@link io.watchllm.cli.status.GroupReader} asks Kafka for what is committed,
 * what is open and how far there is to go; {@link io.watchllm.cli.status.SinkProbe} asks running sinks how they fare;
 * {@link io.watchllm.cli.status.SinkReport} joins the two and judges, and {@link io.watchllm.cli.status.ReportText}
 * prints it.
 */
@NullMarked
package io.watchllm.cli.status;

import org.jspecify.annotations.NullMarked;

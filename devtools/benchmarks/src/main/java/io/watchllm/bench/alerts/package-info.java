/**
 * {@code bench alerts}, in two parts. {@link io.watchllm.bench.alerts.LagBench} runs the pipeline with the rules of
 * {@link io.watchllm.bench.alerts.RuleMix}; a feed publishes {@link io.watchllm.bench.alerts.AlertEvents}, an
 * {@link io.watchllm.bench.alerts.AlertReader} reads the alerts that the dear ones raise, and
 * {@link io.watchllm.bench.alerts.AlertFirstSeen} makes of that how long each took.
 * {@link io.watchllm.bench.alerts.CpuBench} lets the processor alone read a full topic with those rules and without.
 */
@NullMarked
package io.watchllm.bench.alerts;

import org.jspecify.annotations.NullMarked;

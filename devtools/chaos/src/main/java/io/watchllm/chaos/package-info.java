/**
 * Breaks everything around the sink or the processor and counts rows afterwards. {@link io.watchllm.chaos.ChaosRun}
 * starts the engines ({@code stage}), plays each {@code scenario} with the proxies of {@code proxy} and the decisions
 * of {@code core}, on sinks that run as processes of their own ({@code child}), and gives a
 * {@link io.watchllm.chaos.core.ScenarioResult} for each. {@link io.watchllm.chaos.ProcessorChaosRun} does the same for
 * processors, on the test beds of {@code pipeline}.
 */
@NullMarked
package io.watchllm.chaos;

import org.jspecify.annotations.NullMarked;

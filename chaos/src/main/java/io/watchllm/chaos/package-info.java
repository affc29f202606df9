/**
 * Breaks everything around the sink and counts rows afterwards. {@link io.watchllm.chaos.ChaosRun} starts the engines
 * ({@code stage}), plays each {@code scenario} with the proxies of {@code proxy} and the decisions of {@code core}, on
 * sinks that run as processes of their own ({@code sink}), and gives a {@link io.watchllm.chaos.core.ScenarioResult}
 * for each.
 */
@NullMarked
package io.watchllm.chaos;

import org.jspecify.annotations.NullMarked;

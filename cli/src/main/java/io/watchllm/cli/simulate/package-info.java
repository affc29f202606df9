/**
 * Made-up agent runs that look like real ones: {@link io.watchllm.cli.simulate.AgentSimulation} draws them from a seed,
 * {@link io.watchllm.cli.simulate.Cast} holds the models, tools, users and texts it draws from.
 */
@NullMarked
package io.watchllm.cli.simulate;

import org.jspecify.annotations.NullMarked;

/**
 * Made-up agent runs that look like real ones: {@link io.watchllm.dev.simulate.AgentSimulation} draws them from a seed,
 * {@link io.watchllm.dev.simulate.Cast} holds the models, tools, users and texts it draws from.
 */
@NullMarked
package io.watchllm.dev.simulate;

import org.jspecify.annotations.NullMarked;

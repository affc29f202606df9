/**
 * The scenarios: each breaks one thing, in rounds, while rows flow, then mends it and lets the sink finish.
 * {@link io.watchllm.chaos.scenario.Scenario} lists them all.
 */
@NullMarked
package io.watchllm.chaos.scenario;

import org.jspecify.annotations.NullMarked;

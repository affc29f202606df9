/**
 * Detection of agents that loop: a {@link io.watchllm.alerting.loop.RunHistory} keeps the last steps and tool calls of
 * a run as hashes and reports the {@link io.watchllm.alerting.loop.LoopCheck} with the worst result.
 */
@NullMarked
package io.watchllm.alerting.loop;

import org.jspecify.annotations.NullMarked;

/**
 * Detection of agents that loop: a {@link io.watchllm.processor.core.alert.loop.RunHistory} keeps the last steps and
 * tool calls of a run as hashes and reports the {@link io.watchllm.processor.core.alert.loop.LoopCheck} with the worst
 * result.
 */
@NullMarked
package io.watchllm.processor.core.alert.loop;

import org.jspecify.annotations.NullMarked;

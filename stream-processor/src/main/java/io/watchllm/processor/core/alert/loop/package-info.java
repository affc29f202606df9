/**
 * Agents that go in circles: a {@link io.watchllm.processor.core.alert.loop.RunHistory} keeps the last steps and tool
 * calls of a run as hashes, and says which {@link io.watchllm.processor.core.alert.loop.LoopCheck} is worst.
 */
@NullMarked
package io.watchllm.processor.core.alert.loop;

import org.jspecify.annotations.NullMarked;

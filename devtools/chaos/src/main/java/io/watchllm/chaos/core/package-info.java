/**
 * What is decided, without I/O, clock or thread: which insert meets which fault
 * ({@link io.watchllm.chaos.core.FaultPlan}, from a seed), which records were sent and how often each must be in the
 * table ({@link io.watchllm.chaos.core.Ledger}), and what a run came to
 * ({@link io.watchllm.chaos.core.ScenarioResult}).
 */
@NullMarked
package io.watchllm.chaos.core;

import org.jspecify.annotations.NullMarked;

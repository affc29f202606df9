/**
 * What every process shares and no module decides for itself. Settings are declared as
 * {@link io.watchllm.runtime.Setting} constants, read once through {@link io.watchllm.runtime.Environment} into one
 * immutable record a process, and the same constants make the table in {@code docs/config.md}. A process is a
 * {@link io.watchllm.runtime.PipelineService}: started, awaited, closed within a bound;
 * {@link io.watchllm.runtime.HttpEndpoint} shows its {@link io.watchllm.runtime.Health} and its metrics.
 */
@NullMarked
package io.watchllm.runtime;

import org.jspecify.annotations.NullMarked;

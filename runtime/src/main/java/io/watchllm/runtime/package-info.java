/**
 * What all processes share. Settings are declared as {@link io.watchllm.runtime.Setting} constants, read once through
 * {@link io.watchllm.runtime.Environment} into one immutable record per process, and the same constants generate the
 * table in {@code docs/operators/config.md}. A process is a {@link io.watchllm.runtime.PipelineService}: started,
 * awaited, closed within a bound; {@link io.watchllm.runtime.HttpEndpoint} serves its
 * {@link io.watchllm.runtime.Health} and its metrics.
 */
@NullMarked
package io.watchllm.runtime;

import org.jspecify.annotations.NullMarked;

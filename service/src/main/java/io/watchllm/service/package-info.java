/**
 * What every process shares and no module decides for itself. Settings are declared as
 * {@link io.watchllm.service.Setting} constants, read once through {@link io.watchllm.service.Environment} into one
 * immutable record a process, and the same constants make the table in {@code docs/config.md}. A process is a
 * {@link io.watchllm.service.PipelineService}: started, awaited, closed within a bound;
 * {@link io.watchllm.service.HttpEndpoint} shows its {@link io.watchllm.service.Health} and its metrics.
 */
@NullMarked
package io.watchllm.service;

import org.jspecify.annotations.NullMarked;

/**
 * Classifies the stored copies of an event, without ClickHouse: {@link io.watchllm.operations.repeat.core.Copies} says
 * whether they are repeats, other events under the same {@link io.watchllm.operations.repeat.core.EventIdentity}, or
 * must not be changed yet.
 */
@NullMarked
package io.watchllm.operations.repeat.core;

import org.jspecify.annotations.NullMarked;

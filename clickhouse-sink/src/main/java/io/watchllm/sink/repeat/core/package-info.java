/**
 * Decides what the stored copies of an event are, without ClickHouse: {@link io.watchllm.sink.repeat.core.Copies} says
 * whether they are repeats, other events under the same {@link io.watchllm.sink.repeat.core.EventIdentity}, or not to
 * be touched yet.
 */
@NullMarked
package io.watchllm.sink.repeat.core;

import org.jspecify.annotations.NullMarked;

/**
 * Decides what the stored copies of an event are, without ClickHouse: {@link io.watchllm.operations.repeat.core.Copies}
 * says whether they are repeats, other events under the same {@link io.watchllm.operations.repeat.core.EventIdentity},
 * or not to be touched yet.
 */
@NullMarked
package io.watchllm.operations.repeat.core;

import org.jspecify.annotations.NullMarked;

/**
 * Reads events from files: {@link io.watchllm.operations.input.EventInput} opens an input (plain, gzip, standard input)
 * and splits it into single JSON texts with their lines; an {@link io.watchllm.operations.input.InputEvent} is the
 * result of reading one, or why it is invalid.
 */
@NullMarked
package io.watchllm.operations.input;

import org.jspecify.annotations.NullMarked;

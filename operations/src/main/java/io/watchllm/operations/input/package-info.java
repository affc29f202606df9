/**
 * From files to events: {@link io.watchllm.operations.input.EventInput} opens what the user names (plain, gzip,
 * standard input) and cuts it into single JSON texts, each with its line, whatever form it stands in;
 * {@link io.watchllm.operations.input.InputEvent} is one of them read, or the reason why it can't be.
 */
@NullMarked
package io.watchllm.operations.input;

import org.jspecify.annotations.NullMarked;

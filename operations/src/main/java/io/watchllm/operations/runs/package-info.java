/**
 * What {@code watchllm run show} does. {@link io.watchllm.operations.runs.RunReader} asks ClickHouse for the rows of a
 * run, by the index of runs; {@link io.watchllm.cli.run.core} decides what belongs to what, and how it is told.
 */
@NullMarked
package io.watchllm.operations.runs;

import org.jspecify.annotations.NullMarked;

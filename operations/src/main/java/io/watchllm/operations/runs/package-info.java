/**
 * The command {@code watchllm run show}. {@link io.watchllm.operations.runs.RunReader} reads the rows of a run from
 * ClickHouse, by the index of runs; {@link io.watchllm.cli.run.core} decides the hierarchy and how it is printed.
 */
@NullMarked
package io.watchllm.operations.runs;

import org.jspecify.annotations.NullMarked;

/**
 * Builds the view of a run from rows, without a database. {@link io.watchllm.operations.runs.core.RunTree} places each
 * {@link io.watchllm.operations.runs.core.RunEvent} under its parent and
 * {@link io.watchllm.operations.runs.core.RunTotals} sums them up; {@link io.watchllm.cli.run.RunText} draws the tree
 * for a terminal, {@link io.watchllm.cli.run.RunJson} writes it as JSON, and
 * {@link io.watchllm.operations.runs.core.RunChoice} selects the project of the run.
 */
@NullMarked
package io.watchllm.operations.runs.core;

import org.jspecify.annotations.NullMarked;

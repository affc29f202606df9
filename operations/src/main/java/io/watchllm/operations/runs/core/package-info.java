/**
 * What a run looked like, decided from rows and without a database. {@link io.watchllm.operations.runs.core.RunTree}
 * hangs each {@link io.watchllm.operations.runs.core.RunEvent} under the one it belongs to and
 * {@link io.watchllm.operations.runs.core.RunTotals} sums them up; {@link io.watchllm.cli.run.RunText} draws the tree
 * for a terminal, {@link io.watchllm.cli.run.RunJson} tells it to programs, and
 * {@link io.watchllm.operations.runs.core.RunChoice} says which project's run is meant.
 */
@NullMarked
package io.watchllm.operations.runs.core;

import org.jspecify.annotations.NullMarked;

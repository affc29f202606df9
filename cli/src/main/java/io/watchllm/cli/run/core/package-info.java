/**
 * What a run looked like, decided from rows and without a database. {@link io.watchllm.cli.run.core.RunTree} hangs each
 * {@link io.watchllm.cli.run.core.RunEvent} under the one it belongs to and {@link io.watchllm.cli.run.core.RunTotals}
 * sums them up; {@link io.watchllm.cli.run.core.RunText} draws the tree for a terminal,
 * {@link io.watchllm.cli.run.core.RunJson} tells it to programs, and {@link io.watchllm.cli.run.core.RunChoice} says
 * which project's run is meant.
 */
@NullMarked
package io.watchllm.cli.run.core;

import org.jspecify.annotations.NullMarked;

/** {@code watchllm rollups}: compares rollups with a recount of their rows, and rebuilds those that differ. */
@NullMarked
package io.watchllm.cli.rollups;

import org.jspecify.annotations.NullMarked;

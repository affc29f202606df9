/**
 * {@code watchllm processor}: the stream processor as a process, its status, and what an operator skips or gives up.
 */
@NullMarked
package io.watchllm.cli.processor;

import org.jspecify.annotations.NullMarked;

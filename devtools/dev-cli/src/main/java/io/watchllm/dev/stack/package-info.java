/** {@code watchllm up}: engines on this machine, and how to reach them. */
@NullMarked
package io.watchllm.dev.stack;

import org.jspecify.annotations.NullMarked;

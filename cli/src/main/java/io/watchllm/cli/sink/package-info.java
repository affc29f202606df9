/** {@code watchllm sink}: the sink as a process, its status, and how an operator moves its consumer group. */
@NullMarked
package io.watchllm.cli.sink;

import org.jspecify.annotations.NullMarked;

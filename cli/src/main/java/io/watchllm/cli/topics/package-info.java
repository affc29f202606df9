/** {@code watchllm topics}: creates and checks the topics. */
@NullMarked
package io.watchllm.cli.topics;

import org.jspecify.annotations.NullMarked;

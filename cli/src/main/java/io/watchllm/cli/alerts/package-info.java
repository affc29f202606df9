/** {@code watchllm alerts}: alerts as their topic has them, listed or followed. */
@NullMarked
package io.watchllm.cli.alerts;

import org.jspecify.annotations.NullMarked;

/** {@code watchllm health}: asks a service on this machine whether it is ready. */
@NullMarked
package io.watchllm.cli.health;

import org.jspecify.annotations.NullMarked;

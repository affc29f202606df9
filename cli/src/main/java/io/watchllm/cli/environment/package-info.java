/**
 * The file of variables that {@code --env-file} names: {@link io.watchllm.cli.environment.EnvironmentFile} reads its
 * text, and refuses by its number a line that a shell and Compose would not read alike.
 */
@NullMarked
package io.watchllm.cli.environment;

import org.jspecify.annotations.NullMarked;

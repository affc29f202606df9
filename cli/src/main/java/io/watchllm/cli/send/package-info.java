/** {@code watchllm send}: sends events of files, and lays what is no event into the dead letters. */
@NullMarked
package io.watchllm.cli.send;

import org.jspecify.annotations.NullMarked;

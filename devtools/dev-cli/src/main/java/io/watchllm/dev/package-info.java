/** The {@code watchllm} command of a checkout: every command of the image, and the development tools. */
@NullMarked
package io.watchllm.dev;

import org.jspecify.annotations.NullMarked;

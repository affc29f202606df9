/** {@code watchllm run}: one agent run as a tree, a table or JSON. */
@NullMarked
package io.watchllm.cli.run;

import org.jspecify.annotations.NullMarked;

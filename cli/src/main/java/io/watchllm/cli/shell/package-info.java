/** What all commands share: options, output that is safe on a terminal, exit codes, and the life of a service. */
@NullMarked
package io.watchllm.cli.shell;

import org.jspecify.annotations.NullMarked;

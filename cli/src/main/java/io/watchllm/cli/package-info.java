/**
 * The {@code watchllm} command. {@link io.watchllm.cli.Watchllm} is the entry; every subcommand is a class that reads
 * its options and calls what does the work: a service of another module through
 * {@link io.watchllm.cli.shell.ServiceCommand}, or a class of a package below. What a person must know goes to standard
 * output, progress and problems to standard error, and {@link io.watchllm.cli.shell.Failures} turns an exception into a
 * sentence and an exit code.
 */
@NullMarked
package io.watchllm.cli;

import org.jspecify.annotations.NullMarked;

/** {@code watchllm notifier}: the notifier as a process, its dry run, and the alerts that it could not deliver. */
@NullMarked
package io.watchllm.cli.notifier;

import org.jspecify.annotations.NullMarked;

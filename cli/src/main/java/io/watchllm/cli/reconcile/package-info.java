/** {@code watchllm reconcile}: whether every accepted event is stored, a dead letter or a duplicate. */
@NullMarked
package io.watchllm.cli.reconcile;

import org.jspecify.annotations.NullMarked;

/** {@code watchllm rules}: applies, lists, explains and tests alert rules. */
@NullMarked
package io.watchllm.cli.rules;

import org.jspecify.annotations.NullMarked;

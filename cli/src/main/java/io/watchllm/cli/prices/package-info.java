/** {@code watchllm prices}: loads, lists and explains prices, and reprices stored calls. */
@NullMarked
package io.watchllm.cli.prices;

import org.jspecify.annotations.NullMarked;

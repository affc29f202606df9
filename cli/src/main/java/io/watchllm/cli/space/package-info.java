/** {@code watchllm space}: where the disk of ClickHouse goes. */
@NullMarked
package io.watchllm.cli.space;

import org.jspecify.annotations.NullMarked;

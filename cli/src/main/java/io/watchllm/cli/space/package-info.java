/**
 * Behind {@code watchllm space}: {@link io.watchllm.cli.space.SpaceText} tells people and programs what
 * {@link io.watchllm.clickhouse.SpaceReader} found.
 */
@NullMarked
package io.watchllm.cli.space;

import org.jspecify.annotations.NullMarked;

/**
 * Strict reader of configuration files: {@link io.watchllm.strictfile.StrictFile} parses YAML or JSON into a tree of
 * {@link io.watchllm.strictfile.FileValue}s, whose typed reads collect every fault with its line, path, value and
 * expected value.
 */
@NullMarked
package io.watchllm.strictfile;

import org.jspecify.annotations.NullMarked;

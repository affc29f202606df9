/**
 * Alert rules of a running pipeline: {@link io.watchllm.operations.rules.RuleTopic} reads and writes the compacted
 * topic, and {@link io.watchllm.operations.rules.RuleChanges} computes what a file would change there.
 */
@NullMarked
package io.watchllm.operations.rules;

import org.jspecify.annotations.NullMarked;

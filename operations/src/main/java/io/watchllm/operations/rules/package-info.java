/**
 * Alert rules of a running pipeline: {@link io.watchllm.operations.rules.RuleTopic} reads and writes the compacted
 * topic, {@link io.watchllm.operations.rules.RuleChanges} computes what a file would change there, and
 * {@link io.watchllm.operations.rules.FailedRules} finds the rules that a processor disabled.
 */
@NullMarked
package io.watchllm.operations.rules;

import org.jspecify.annotations.NullMarked;

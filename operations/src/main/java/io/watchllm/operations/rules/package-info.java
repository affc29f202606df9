/**
 * The commands for alert rules: {@link io.watchllm.operations.rules.RuleTopic} reads and writes the compacted topic,
 * {@link io.watchllm.operations.rules.RuleChanges} computes what a file would change there,
 * {@link io.watchllm.operations.rules.RuleTrial} runs rules over recorded events, and
 * {@link io.watchllm.cli.rules.RuleText} prints the results.
 */
@NullMarked
package io.watchllm.operations.rules;

import org.jspecify.annotations.NullMarked;

/**
 * Alert rules at the command line: {@link io.watchllm.cli.rules.RuleTopic} reads and writes the compacted topic,
 * {@link io.watchllm.cli.rules.RuleChanges} says what a file would change there,
 * {@link io.watchllm.cli.rules.RuleTrial} runs rules over recorded events, and {@link io.watchllm.cli.rules.RuleText}
 * tells all of it.
 */
@NullMarked
package io.watchllm.cli.rules;

import org.jspecify.annotations.NullMarked;

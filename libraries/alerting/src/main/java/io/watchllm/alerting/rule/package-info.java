/**
 * Rules: {@link io.watchllm.alerting.rule.RuleFile} parses them from YAML and reports faults with their lines, and
 * {@link io.watchllm.alerting.rule.Rule#of} checks a record against the table of fields
 * ({@link io.watchllm.alerting.rule.RuleField}). A valid {@link io.watchllm.alerting.rule.Rule} says which events it
 * observes, which {@link io.watchllm.alerting.rule.Measure} it takes, and by which
 * {@link io.watchllm.alerting.rule.Policy} a breach becomes alerts.
 */
@NullMarked
package io.watchllm.alerting.rule;

import org.jspecify.annotations.NullMarked;

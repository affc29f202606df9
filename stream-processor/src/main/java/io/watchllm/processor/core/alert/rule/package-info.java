/**
 * Rules: {@link io.watchllm.processor.core.alert.rule.RuleFile} parses them from YAML and reports faults with their
 * lines, and {@link io.watchllm.processor.core.alert.rule.Rule#of} checks a record against the fields of its kind
 * ({@link io.watchllm.processor.core.alert.rule.KindShape}). A valid {@link io.watchllm.processor.core.alert.rule.Rule}
 * says which events it observes, which {@link io.watchllm.processor.core.alert.rule.Measure} it takes, and by which
 * {@link io.watchllm.processor.core.alert.rule.Policy} a breach becomes alerts.
 */
@NullMarked
package io.watchllm.processor.core.alert.rule;

import org.jspecify.annotations.NullMarked;

/**
 * Rules: {@link io.watchllm.processor.core.alert.rule.RuleFile} reads them from YAML with the line of each fault,
 * {@link io.watchllm.processor.core.alert.rule.Rule#of} checks a record against what its kind has use for
 * ({@link io.watchllm.processor.core.alert.rule.KindShape}), and what is fit becomes a
 * {@link io.watchllm.processor.core.alert.rule.Rule}: whose events, which
 * {@link io.watchllm.processor.core.alert.rule.Measure}, and by which
 * {@link io.watchllm.processor.core.alert.rule.Policy} a breach becomes alerts.
 */
@NullMarked
package io.watchllm.processor.core.alert.rule;

import org.jspecify.annotations.NullMarked;

/**
 * Loading of rules into the stream: {@link io.watchllm.alerting.rule.RuleReading} decodes records of the compacted
 * topic, {@link io.watchllm.processor.rules.RuleTable} holds the rules as a global store and builds the set that is
 * evaluated, and {@link io.watchllm.alerting.rule.BuiltInRules} is the fallback.
 */
@NullMarked
package io.watchllm.processor.rules;

import org.jspecify.annotations.NullMarked;

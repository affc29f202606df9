/**
 * Rules on their way into the stream: {@link io.watchllm.processor.rules.RuleReading} makes rules of the records of the
 * compacted topic, {@link io.watchllm.processor.rules.RuleTable} holds them as a global store and makes the set that is
 * judged by, and {@link io.watchllm.processor.rules.BuiltInRules} is what stands behind the topic.
 */
@NullMarked
package io.watchllm.processor.rules;

import org.jspecify.annotations.NullMarked;

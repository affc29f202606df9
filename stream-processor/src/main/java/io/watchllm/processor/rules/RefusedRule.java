package io.watchllm.processor.rules;

import org.jspecify.annotations.Nullable;

/** A record of the topic of rules that is none, as it was, and why. */
// Compared by nobody: it is written as a dead letter, and that is all.
@SuppressWarnings("ArrayRecordComponent")
public record RefusedRule(byte @Nullable [] key, byte @Nullable [] value, long offset, RuleReading.Broken broken) {}

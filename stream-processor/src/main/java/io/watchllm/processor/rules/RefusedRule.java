package io.watchllm.processor.rules;

import io.watchllm.validation.TableRecordException;
import org.jspecify.annotations.Nullable;

/** An invalid record of the rules topic, unchanged, and the reason. */
// Never compared: it is only written as a dead letter.
@SuppressWarnings("ArrayRecordComponent")
public record RefusedRule(byte @Nullable [] key, byte @Nullable [] value, long offset, TableRecordException broken) {}

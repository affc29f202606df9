/**
 * Whether an event is accepted, as pure functions: which record bytes encode
 * ({@link io.watchllm.validation.RecordReading}), whether it is accepted ({@link io.watchllm.validation.EventCheck}; if
 * not, a {@link io.watchllm.validation.Rejection} from the closed set {@link io.watchllm.validation.Reason}), how long
 * texts may be ({@link io.watchllm.validation.TextLimiter}), and which quality {@link io.watchllm.validation.Flag}s its
 * rows can have.
 */
@NullMarked
package io.watchllm.validation;

import org.jspecify.annotations.NullMarked;

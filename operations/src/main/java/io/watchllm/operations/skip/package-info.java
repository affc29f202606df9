/**
 * Skips the one record at which a partition of the processor stands still:
 * {@link io.watchllm.operations.skip.RecordSkip} says whether it may be skipped, and writes its dead letter and the
 * group's offset in one transaction.
 */
@NullMarked
package io.watchllm.operations.skip;

import org.jspecify.annotations.NullMarked;

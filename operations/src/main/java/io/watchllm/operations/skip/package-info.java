/**
 * Skips the one record that blocks a partition of the processor: {@link io.watchllm.operations.skip.RecordSkip} checks
 * whether it may be skipped, and writes its dead letter and the group's offset in one transaction.
 */
@NullMarked
package io.watchllm.operations.skip;

import org.jspecify.annotations.NullMarked;

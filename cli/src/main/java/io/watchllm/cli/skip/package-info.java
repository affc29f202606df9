/**
 * Skips the one record at which a partition of the processor stands still: {@link io.watchllm.cli.skip.RecordSkip} says
 * whether it may be skipped, and writes its dead letter and the group's offset in one transaction.
 */
@NullMarked
package io.watchllm.cli.skip;

import org.jspecify.annotations.NullMarked;

/**
 * What a range of offsets is and what is known of it, with no I/O, clock or thread: its token
 * ({@link io.watchllm.delivery.core.Intent}), the metadata of the offset commit that opens it
 * ({@link io.watchllm.delivery.core.OffsetMetadata}), where reading begins
 * ({@link io.watchllm.delivery.core.StartRules}), what a response of ClickHouse means
 * ({@link io.watchllm.delivery.core.OutcomeRules}), and whether a range may be sent again
 * ({@link io.watchllm.delivery.core.DedupWindowCheck}).
 */
@NullMarked
package io.watchllm.delivery.core;

import org.jspecify.annotations.NullMarked;

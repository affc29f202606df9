/**
 * Decisions of the audit, without Kafka and ClickHouse: offsets are kept as
 * {@link io.watchllm.operations.audit.core.OffsetRuns}, and {@link io.watchllm.operations.audit.core.WindowVerdict}
 * compares the topic with the table.
 */
@NullMarked
package io.watchllm.operations.audit.core;

import org.jspecify.annotations.NullMarked;

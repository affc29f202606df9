/**
 * What the audit decides, without Kafka and ClickHouse: offsets are kept as
 * {@link io.watchllm.operations.audit.core.OffsetRuns}, {@link io.watchllm.operations.audit.core.WindowVerdict}
 * compares what the topic has with what the table has.
 */
@NullMarked
package io.watchllm.operations.audit.core;

import org.jspecify.annotations.NullMarked;

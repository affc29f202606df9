/**
 * Writes row topics into ClickHouse tables, each row once. {@link io.watchllm.sink.SinkService} wires {@code config},
 * {@code consume}, {@code core}, {@code encode}, {@code table} and {@code observe}: the loop in {@code consume} reads
 * records, {@code encode} turns them into a Native block, {@code core} decides where batches end and what a response
 * means, {@code table} sends them and reads back what the table stores, {@code observe} reports.
 */
@NullMarked
package io.watchllm.sink;

import org.jspecify.annotations.NullMarked;

/**
 * Row topics into ClickHouse tables, each row once. {@link io.watchllm.sink.SinkService} wires {@code config},
 * {@code consume}, {@code core}, {@code encode} and {@code write}: the loop in {@code consume} reads, {@code encode}
 * makes a Native block of the records, {@code core} decides where batches end and what an answer means, {@code write}
 * sends them.
 */
@NullMarked
package io.watchllm.sink;

import org.jspecify.annotations.NullMarked;

/**
 * {@code bench latency}: {@link io.watchllm.bench.latency.LatencyBench} runs publisher, processor and sink on real
 * engines; an {@link io.watchllm.bench.latency.EventFeed} publishes on an even grid of moments, while a
 * {@link io.watchllm.bench.latency.Watch} asks ClickHouse again and again how many rows are in the table and counted in
 * every rollup ({@link io.watchllm.bench.latency.VisibleRows}), and {@link io.watchllm.bench.latency.FirstSeenTimes}
 * makes of that, at the end, when each event was to be seen.
 */
@NullMarked
package io.watchllm.bench.latency;

import org.jspecify.annotations.NullMarked;

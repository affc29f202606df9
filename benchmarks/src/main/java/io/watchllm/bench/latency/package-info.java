/**
 * {@code bench latency}: {@link io.watchllm.bench.latency.LatencyBench} runs publisher, processor and sink on real
 * engines; an {@link io.watchllm.bench.latency.EventFeed} publishes on an even grid of moments, while
 * {@link io.watchllm.bench.latency.Sightings} asks ClickHouse again and again which events are new.
 */
@NullMarked
package io.watchllm.bench.latency;

import org.jspecify.annotations.NullMarked;

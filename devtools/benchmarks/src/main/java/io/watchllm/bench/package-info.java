/** Benchmarks on real engines: {@link io.watchllm.bench.side} compares ways to fill a table from a topic. */
@NullMarked
package io.watchllm.bench;

import org.jspecify.annotations.NullMarked;

/**
 * The sides of {@code bench sink}. {@link io.watchllm.bench.side.SinkBench} preloads a topic, then lets each
 * {@link io.watchllm.bench.side.Filler} in turn fill a table of its own from it, measures time and CPU, and checks that
 * each row is there once. The sink runs in a JVM of its own ({@link io.watchllm.bench.side.SinkChild}), which stays for
 * all rounds as a service does.
 */
@NullMarked
package io.watchllm.bench.side;

import org.jspecify.annotations.NullMarked;

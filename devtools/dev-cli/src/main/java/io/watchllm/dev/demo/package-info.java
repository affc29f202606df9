/**
 * The whole pipeline in one process, on real engines: {@link io.watchllm.dev.demo.Demo} starts the stack, the processor
 * and the sink, feeds them from files or a simulation, and waits until {@link io.watchllm.dev.demo.DemoReconciliation}
 * close: what went in stands in the tables or in the dead letters, or was there already.
 * {@link io.watchllm.dev.demo.TopicCounter} and {@link io.watchllm.dev.demo.TableReader} observe the two ends,
 * {@link io.watchllm.operations.reconciliation.ProcessorEventCounts} tells the duplicates;
 * {@link io.watchllm.dev.demo.DemoReport} tells the result.
 */
@NullMarked
package io.watchllm.dev.demo;

import org.jspecify.annotations.NullMarked;

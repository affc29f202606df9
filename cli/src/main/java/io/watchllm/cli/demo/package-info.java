/**
 * The whole pipeline in one process, on real engines: {@link io.watchllm.cli.demo.Demo} starts the stack, the processor
 * and the sink, feeds them from files or a simulation, and waits until {@link io.watchllm.cli.demo.Books} close: what
 * went in stands in the tables or in the dead letters, or was there already. {@link io.watchllm.cli.demo.TopicCounter}
 * and {@link io.watchllm.cli.demo.TableReader} observe the two ends, {@link io.watchllm.cli.books.ProcessorBooks} tells
 * the duplicates; {@link io.watchllm.cli.demo.DemoReport} tells the result.
 */
@NullMarked
package io.watchllm.cli.demo;

import org.jspecify.annotations.NullMarked;

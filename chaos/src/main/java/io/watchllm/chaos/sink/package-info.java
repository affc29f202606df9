/** The sink under test as a process: {@link io.watchllm.chaos.sink.SinkMain} runs it for one table of its own. */
@NullMarked
package io.watchllm.chaos.sink;

import org.jspecify.annotations.NullMarked;

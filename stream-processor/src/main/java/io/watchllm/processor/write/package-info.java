/**
 * The one gate for everything that the processor writes. {@link io.watchllm.processor.write.Output} names the ways out
 * and what their topics take, {@link io.watchllm.processor.write.OutputGate} is the one way to a topic,
 * {@link io.watchllm.processor.write.LoggedStore} the one way into a store with a changelog. What is too large is held
 * back and counted ({@link io.watchllm.processor.write.WriteMetrics}): a record that a topic does not take would end
 * the process, and would be read again at each start. A check of the build holds that nothing passes beside them.
 */
@NullMarked
package io.watchllm.processor.write;

import org.jspecify.annotations.NullMarked;

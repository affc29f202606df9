/**
 * Size checks of everything the processor writes. {@link io.watchllm.processor.write.Output} lists the outputs and the
 * size limits of their topics, {@link io.watchllm.processor.write.OutputGate} is the only way to a topic,
 * {@link io.watchllm.processor.write.LoggedStore} the only way to the changelog of a store. A record that is too large
 * is dropped and counted ({@link io.watchllm.processor.write.WriteMetrics}): a record that a topic rejects would end
 * the process, and would be read again at each restart. A build check ensures that nothing bypasses them.
 */
@NullMarked
package io.watchllm.processor.write;

import org.jspecify.annotations.NullMarked;

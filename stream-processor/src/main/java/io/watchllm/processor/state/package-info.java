/**
 * What the stages remember, as state stores of Kafka Streams: {@link io.watchllm.processor.state.SeenIdsStore} (which
 * events were accepted lately), {@link io.watchllm.processor.state.EventCountsStore} (how many, by project) and
 * {@link io.watchllm.processor.state.AlertStateStore} (the groups of alert rules;
 * {@link io.watchllm.processor.state.CommitHook} says when to write them); a
 * {@link io.watchllm.processor.state.GlobalTable} is a topic in memory. Kafka Streams writes each change to a changelog
 * topic in the transaction of the event that made it, and plays that topic back wherever the partition goes; what is
 * remembered how is decided in {@code core}.
 */
@NullMarked
package io.watchllm.processor.state;

import org.jspecify.annotations.NullMarked;

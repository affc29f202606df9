/**
 * State of the stages, as state stores of Kafka Streams: {@link io.watchllm.processor.store.SeenIdsStore} (recently
 * accepted events), {@link io.watchllm.processor.store.EventCountsStore} (their counts, by project) and
 * {@link io.watchllm.processor.store.AlertStateStore} (the groups of alert rules;
 * {@link io.watchllm.processor.store.CommitHook} says when to write them); a
 * {@link io.watchllm.processor.store.GlobalTable} is a topic in memory. Kafka Streams writes each change to a changelog
 * topic in the transaction of the event that caused it, and restores from that topic wherever the partition moves; the
 * logic is in {@code core}.
 */
@NullMarked
package io.watchllm.processor.store;

import org.jspecify.annotations.NullMarked;

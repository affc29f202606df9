/**
 * The way in, and the one loop. {@link io.watchllm.sink.consume.TableConsumer} polls the row topic of one table and
 * hands each record to the {@link io.watchllm.sink.consume.PartitionPipeline} of its partition, which encodes it and
 * asks the core where a batch ends; a sealed batch waits in the core's lane until its intent is committed, is sent on a
 * thread of its own, and its outcome comes back to the loop. Nothing but the loop touches flows, lanes or the Kafka
 * consumer.
 */
@NullMarked
package io.watchllm.sink.consume;

import org.jspecify.annotations.NullMarked;

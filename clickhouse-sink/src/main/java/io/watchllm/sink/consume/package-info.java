/**
 * The input side and the loop. {@link io.watchllm.sink.consume.TableConsumer} polls the row topic of one table and
 * hands each record to the {@link io.watchllm.sink.consume.PartitionPipeline} of its partition, which encodes it into
 * the open batch and asks the core where a batch ends. A sealed batch waits in the partition writer, which the pipeline
 * owns, until its intent is committed, is sent on a virtual thread, and its outcome comes back to the loop. The
 * pipeline alone knows why its partition is stopped. Only the loop's thread uses pipelines and the Kafka consumer.
 */
@NullMarked
package io.watchllm.sink.consume;

import org.jspecify.annotations.NullMarked;

/**
 * What the commands do with Kafka: {@link io.watchllm.operations.kafka.KafkaConnection} makes the clients,
 * {@link io.watchllm.cli.send.EventSender} sends events and lays bad input aside,
 * {@link io.watchllm.operations.kafka.TopicReader} reads a topic once, from its beginning to its present end.
 */
@NullMarked
package io.watchllm.cli.send;

import org.jspecify.annotations.NullMarked;

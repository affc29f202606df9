/**
 * What the commands do with Kafka: {@link io.watchllm.cli.kafka.KafkaConnection} makes the clients,
 * {@link io.watchllm.cli.kafka.EventSender} sends events and lays bad input aside,
 * {@link io.watchllm.cli.kafka.TopicReader} reads a topic once, from its beginning to its present end.
 */
@NullMarked
package io.watchllm.cli.kafka;

import org.jspecify.annotations.NullMarked;

/**
 * Client library to publish events from an application. {@link io.watchllm.producer.EventPublisher} takes a typed event
 * on the caller's thread, keeps or drops its run ({@code RunSampling}), checks and serializes it and reserves buffer
 * memory ({@code BufferMemory}); its own thread asks the Schema Registry for the schema's id ({@code RegistryEncoding})
 * and passes the event to Kafka's producer, so that neither, when unavailable, blocks the application for longer than
 * {@link io.watchllm.producer.WhenFull} says. The result is a future with a {@link io.watchllm.producer.PublishReceipt}
 * or a {@link io.watchllm.producer.PublishException}. In the other direction, {@link io.watchllm.producer.BudgetWatch}
 * follows the alerts ({@code AlertFollower}) and lets an agent check whether its run has used up its budget
 * ({@code RunBudgets}).
 */
@NullMarked
package io.watchllm.producer;

import org.jspecify.annotations.NullMarked;

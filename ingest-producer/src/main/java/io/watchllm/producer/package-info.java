/**
 * Publishes events from an application. {@link io.watchllm.producer.EventPublisher} takes a typed event on the caller's
 * thread, keeps or drops its run ({@code RunSampling}), checks and serializes it and reserves room for it
 * ({@code Room}); its own thread hands it to Kafka's producer, so that a broker that is away never blocks the
 * application for longer than {@link io.watchllm.producer.WhenFull} says. The answer comes as a future that holds a
 * {@link io.watchllm.producer.PublishReceipt} or a {@link io.watchllm.producer.PublishException}. The other way,
 * {@link io.watchllm.producer.BudgetWatch} follows the alerts ({@code AlertFollower}) and tells an agent that its run
 * has used up its budget ({@code RunBudgets}).
 */
@NullMarked
package io.watchllm.producer;

import org.jspecify.annotations.NullMarked;

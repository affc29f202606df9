/**
 * Wake-ups for tasks that must act although no event comes. A stage that waits for time sets a
 * {@link io.watchllm.processor.timer.WakeUps.Alarm}; {@link io.watchllm.processor.timer.WakeUpLoop}, a thread outside
 * of Kafka Streams, sends an empty record to the task's partition once the alarm is due; the commit after that record
 * performs the action. Wall-clock punctuation is not used: Kafka Streams begins a transaction for each, and loses
 * records because of it (docs/operators/kafka-streams-revival.md).
 */
@NullMarked
package io.watchllm.processor.timer;

import org.jspecify.annotations.NullMarked;

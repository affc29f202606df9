/**
 * What makes a task act although no event comes. A stage that waits for time sets a
 * {@link io.watchllm.processor.timer.WakeUps.Alarm}; {@link io.watchllm.processor.timer.WakeUpLoop}, a thread outside
 * of Kafka Streams, sends an empty record to the task's partition once the alarm is due; the commit that follows that
 * record does what was waited for. There is no wall-clock punctuation: Kafka Streams begins a transaction for each of
 * them, and loses records by them (docs/kafka-streams-revival.md).
 */
@NullMarked
package io.watchllm.processor.timer;

import org.jspecify.annotations.NullMarked;

/**
 * What is asked of Kafka and the Schema Registry: the bounds of logs, and the schemas that records were written with.
 */
@NullMarked
package io.watchllm.delivery.kafka;

import org.jspecify.annotations.NullMarked;

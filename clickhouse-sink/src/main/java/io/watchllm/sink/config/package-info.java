/** Settings of the Kafka clients, on which the guarantee of delivery depends. */
@NullMarked
package io.watchllm.sink.config;

import org.jspecify.annotations.NullMarked;

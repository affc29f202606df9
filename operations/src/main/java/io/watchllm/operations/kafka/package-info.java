/**
 * One connection to Kafka for tools that look at topics: reachability checks, and bounded reads from a known start to a
 * known end.
 */
@NullMarked
package io.watchllm.operations.kafka;

import org.jspecify.annotations.NullMarked;

/**
 * Kafka connection for tools that inspect topics: reachability checks, and bounded reads from a known start to a known
 * end.
 */
@NullMarked
package io.watchllm.operations.kafka;

import org.jspecify.annotations.NullMarked;

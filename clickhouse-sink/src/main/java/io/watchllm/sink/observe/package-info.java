/**
 * What is reported of the loops: metrics, the status of tables and partitions, how far they lag behind Kafka, how old
 * rows are when a query sees them, and whether landed rows stay in the table. Decides nothing about batches.
 */
@NullMarked
package io.watchllm.sink.observe;

import org.jspecify.annotations.NullMarked;

/**
 * The counts: {@link io.watchllm.operations.reconciliation.ReconciliationReader} asks Kafka and ClickHouse what became
 * of the events ({@link io.watchllm.operations.reconciliation.ProcessorEventCounts} what the processor itself has
 * counted, {@link io.watchllm.operations.reconciliation.DeadLetterCounts} what only dead letters tell),
 * {@link io.watchllm.operations.reconciliation.ReconciliationReport} adds up and says whether it comes out,
 * {@link io.watchllm.cli.reconcile.ReconciliationText} shows it.
 */
@NullMarked
package io.watchllm.operations.reconciliation;

import org.jspecify.annotations.NullMarked;

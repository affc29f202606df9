/**
 * Reconciliation of the event counts: {@link io.watchllm.operations.reconciliation.ReconciliationReader} reads counts
 * from Kafka and ClickHouse ({@link io.watchllm.operations.reconciliation.ProcessorEventCounts} those of the processor,
 * {@link io.watchllm.operations.reconciliation.DeadLetterCounts} those that only dead letters account for),
 * {@link io.watchllm.operations.reconciliation.ReconciliationReport} says whether they add up, and
 * {@link io.watchllm.cli.reconcile.ReconciliationText} prints it.
 */
@NullMarked
package io.watchllm.operations.reconciliation;

import org.jspecify.annotations.NullMarked;

/**
 * The books: {@link io.watchllm.operations.reconciliation.BookReader} asks Kafka and ClickHouse what became of the
 * events ({@link io.watchllm.operations.reconciliation.ProcessorBooks} what the processor itself has counted,
 * {@link io.watchllm.operations.reconciliation.LetterCounts} what only dead letters tell),
 * {@link io.watchllm.operations.reconciliation.BookReport} adds up and says whether it comes out,
 * {@link io.watchllm.cli.reconcile.BookText} shows it.
 */
@NullMarked
package io.watchllm.operations.reconciliation;

import org.jspecify.annotations.NullMarked;

/**
 * The books: {@link io.watchllm.cli.books.BookReader} asks Kafka and ClickHouse what became of the events
 * ({@link io.watchllm.cli.books.ProcessorBooks} what the processor itself has counted,
 * {@link io.watchllm.cli.books.LetterCounts} what only dead letters tell), {@link io.watchllm.cli.books.BookReport}
 * adds up and says whether it comes out, {@link io.watchllm.cli.books.BookText} shows it.
 */
@NullMarked
package io.watchllm.cli.books;

import org.jspecify.annotations.NullMarked;

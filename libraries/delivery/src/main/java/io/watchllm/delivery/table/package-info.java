/**
 * One table in ClickHouse: its columns, settings and rows ({@link io.watchllm.delivery.table.TableReader}), what
 * deduplicates in it ({@link io.watchllm.delivery.table.DedupPreflight}), and inserts under a token
 * ({@link io.watchllm.delivery.table.BlockInserter}). Nothing here retries.
 */
@NullMarked
package io.watchllm.delivery.table;

import org.jspecify.annotations.NullMarked;

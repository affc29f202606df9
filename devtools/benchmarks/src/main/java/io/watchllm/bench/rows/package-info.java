/**
 * The rows that are measured with: {@link io.watchllm.bench.rows.Profile} says what they look like in Avro and in
 * ClickHouse, a {@link io.watchllm.bench.rows.RowSource} draws them from their number, so that every side and every
 * round gets the same ones.
 */
@NullMarked
package io.watchllm.bench.rows;

import org.jspecify.annotations.NullMarked;

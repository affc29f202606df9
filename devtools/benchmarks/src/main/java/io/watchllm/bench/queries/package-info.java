/**
 * {@code bench queries}: {@link io.watchllm.bench.queries.TableFill} has ClickHouse fill the tables from numbers, as
 * {@link io.watchllm.bench.queries.RowRecipe} says, and the plain tables of
 * {@link io.watchllm.bench.queries.PlainSchema} with the same rows; {@link io.watchllm.bench.queries.QuestionSet}
 * chooses what to ask of them, and {@link io.watchllm.bench.queries.QueryTimer} asks.
 */
@NullMarked
package io.watchllm.bench.queries;

import org.jspecify.annotations.NullMarked;

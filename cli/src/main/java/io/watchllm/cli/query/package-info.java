/**
 * What {@code watchllm query} prints. {@link io.watchllm.cli.query.QueryText} tells of the queries of the catalogue;
 * {@link io.watchllm.cli.query.ResultTable} takes in what ClickHouse answers, and lays it out for a terminal;
 * {@link io.watchllm.cli.query.PriceQuestion} asks whose prices a query needs.
 */
@NullMarked
package io.watchllm.cli.query;

import org.jspecify.annotations.NullMarked;

/**
 * What is decided without a database. For the schema tool, {@link io.watchllm.clickhouse.core.SqlScript} cuts a
 * migration into statements, {@link io.watchllm.clickhouse.core.MigrationPlan} says which of them to run,
 * {@link io.watchllm.clickhouse.core.SchemaComparison} what differs from the expected schema, and
 * {@link io.watchllm.clickhouse.core.ExactlyOnceRules} which settings of a server and its tables would break
 * exactly-once; {@link io.watchllm.clickhouse.core.RetentionComparison} what is kept longer or shorter than the
 * settings say, as {@link io.watchllm.clickhouse.core.RetentionRule} reads it from a table;
 * {@link io.watchllm.clickhouse.core.StatementEffect} what a statement does to a full table;
 * {@link io.watchllm.clickhouse.core.RolePlan} says which statements make the roles. For analysts,
 * {@link io.watchllm.clickhouse.core.CatalogueQuery} reads a query with its header, and
 * {@link io.watchllm.clickhouse.core.QueryArguments} judges what was given for its parameters.
 */
@NullMarked
package io.watchllm.clickhouse.core;

import org.jspecify.annotations.NullMarked;

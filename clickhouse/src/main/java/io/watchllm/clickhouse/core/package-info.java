/**
 * Decisions without a database. For the schema tool, {@link io.watchllm.clickhouse.core.SqlScript} splits a migration
 * into statements, {@link io.watchllm.clickhouse.core.MigrationPlan} decides which of them to run,
 * {@link io.watchllm.clickhouse.core.SchemaComparison} finds differences from the expected schema,
 * {@link io.watchllm.clickhouse.core.ExactlyOnceRules} finds settings of a server and its tables that would break
 * exactly-once, {@link io.watchllm.clickhouse.core.RetentionComparison} finds what is kept longer or shorter than the
 * settings say, as {@link io.watchllm.clickhouse.core.RetentionRule} reads it from a table,
 * {@link io.watchllm.clickhouse.core.StatementEffect} says what a statement does to a full table, and
 * {@link io.watchllm.clickhouse.core.RolePlan} lists the statements that create the roles. For analysts,
 * {@link io.watchllm.clickhouse.core.CatalogueQuery} parses a query with its header, and
 * {@link io.watchllm.clickhouse.core.QueryArguments} validates the values for its parameters.
 */
@NullMarked
package io.watchllm.clickhouse.core;

import org.jspecify.annotations.NullMarked;

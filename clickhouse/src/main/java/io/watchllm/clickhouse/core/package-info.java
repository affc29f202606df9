/**
 * What the schema tool decides, without a database: {@link io.watchllm.clickhouse.core.SqlScript} cuts a migration into
 * statements, {@link io.watchllm.clickhouse.core.MigrationPlan} says which of them to run,
 * {@link io.watchllm.clickhouse.core.SchemaComparison} what differs from the expected schema, and
 * {@link io.watchllm.clickhouse.core.ExactlyOnceRules} which settings of a server and its tables would break
 * exactly-once.
 */
@NullMarked
package io.watchllm.clickhouse.core;

import org.jspecify.annotations.NullMarked;

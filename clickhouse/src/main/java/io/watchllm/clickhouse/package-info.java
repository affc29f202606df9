/**
 * The tables, rollups and views in ClickHouse. {@link io.watchllm.clickhouse.SchemaTool} reads the numbered migrations
 * and the state of the server, lets {@code core} decide, and runs statements or reports problems;
 * {@link io.watchllm.clickhouse.ClusterTool} does so on each node of a cluster;
 * {@link io.watchllm.clickhouse.ClickHouseConnection} runs statements, over JDBC, and
 * {@link io.watchllm.clickhouse.BlockClient} inserts blocks and reads long results, over client-v2: no other class uses
 * a driver, and every failure is a {@link io.watchllm.clickhouse.StatementException}.
 * {@link io.watchllm.clickhouse.QueryCatalogue} holds the queries for analysts.
 * {@link io.watchllm.clickhouse.SchemaRoles} creates the roles for that. {@link io.watchllm.clickhouse.SpaceReader}
 * reads the disk usage.
 */
@NullMarked
package io.watchllm.clickhouse;

import org.jspecify.annotations.NullMarked;

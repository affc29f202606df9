/**
 * The tables, rollups and views in ClickHouse. {@link io.watchllm.clickhouse.SchemaTool} reads the numbered migrations
 * and the state of the server, lets {@code core} decide, and runs statements or reports problems;
 * {@link io.watchllm.clickhouse.ClusterTool} does so on each node of a cluster;
 * {@link io.watchllm.clickhouse.ClickHouseConnection} is the only class that uses JDBC.
 * {@link io.watchllm.clickhouse.QueryCatalogue} holds the queries for analysts, and
 * {@link io.watchllm.clickhouse.QueryRunner} runs them. {@link io.watchllm.clickhouse.SchemaRoles} creates the roles
 * for that. {@link io.watchllm.clickhouse.SpaceReader} reads the disk usage.
 */
@NullMarked
package io.watchllm.clickhouse;

import org.jspecify.annotations.NullMarked;

/**
 * The tables, rollups and views in ClickHouse. {@link io.watchllm.clickhouse.SchemaTool} reads the numbered migrations,
 * asks the server what it has, lets {@code core} decide, and runs, reports or judges;
 * {@link io.watchllm.clickhouse.ClusterTool} has it do so on each node of a cluster;
 * {@link io.watchllm.clickhouse.ClickHouseConnection} is the one class that talks JDBC.
 * {@link io.watchllm.clickhouse.QueryCatalogue} holds the queries for analysts, and
 * {@link io.watchllm.clickhouse.QueryRunner} runs them. {@link io.watchllm.clickhouse.SchemaRoles} makes the roles that
 * may do so. {@link io.watchllm.clickhouse.SpaceReader} asks where the disk goes.
 */
@NullMarked
package io.watchllm.clickhouse;

import org.jspecify.annotations.NullMarked;

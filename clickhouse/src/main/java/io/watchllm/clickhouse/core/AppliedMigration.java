package io.watchllm.clickhouse.core;

/**
 * A migration that a database says it has.
 *
 * @param number its place
 * @param name its name when it was applied
 * @param checksum its checksum when it was applied
 */
public record AppliedMigration(int number, String name, String checksum) {}

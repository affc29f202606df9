package io.watchllm.clickhouse.core;

/**
 * A migration recorded as applied in a database.
 *
 * @param name its name when it was applied
 * @param checksum its checksum when it was applied
 */
public record AppliedMigration(int number, String name, String checksum) {}

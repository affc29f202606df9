package io.watchllm.delivery.encode;

/**
 * A column of the target table.
 *
 * @param type its type, without LowCardinality
 * @param insertable false for MATERIALIZED and ALIAS columns, which no insert may name
 */
public record TableColumn(String name, ColumnType type, boolean insertable) {}

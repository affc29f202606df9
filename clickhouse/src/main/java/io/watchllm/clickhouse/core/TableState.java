package io.watchllm.clickhouse.core;

import java.util.List;

/**
 * Definition of a table or view. Keys and expressions are in the form in which ClickHouse reports them; empty where
 * there is none.
 *
 * @param name name without the database
 * @param engine its engine, such as {@code MergeTree}, {@code View}, {@code MaterializedView}
 * @param keys partition, primary and sorting key
 * @param target where a materialized view writes, with its database replaced by {@code {{database}}}
 * @param columns its columns in order
 * @param besides its indexes and projections
 */
public record TableState(String name, String engine, Keys keys, String target, List<Column> columns, Besides besides) {

    /** Partition, primary and sorting key. */
    public record Keys(String partition, String primary, String sorting) {}

    /**
     * A column.
     *
     * @param defaultExpression its value when an insert leaves it out; empty for the type's own default
     */
    public record Column(String name, String type, String defaultExpression) {}

    /**
     * A skip index.
     *
     * @param type its type with arguments
     * @param expression the indexed expression
     */
    public record Index(String name, String type, String expression) {}

    /**
     * A projection: the same rows in another order, or aggregated.
     *
     * @param settings its settings, such as {@code index_granularity = 1024}; empty for those of its table
     */
    public record Projection(String name, String query, String settings) {}

    /**
     * Structures that a table has besides its rows.
     *
     * @param indexes its skip indexes
     * @param projections its projections
     */
    public record Besides(List<Index> indexes, List<Projection> projections) {
        /** Nothing. */
        public static final Besides NONE = new Besides(List.of(), List.of());

        public Besides {
            indexes = List.copyOf(indexes);
            projections = List.copyOf(projections);
        }
    }

    /** Its skip indexes. */
    public List<Index> indexes() {
        return besides.indexes();
    }

    /** Its projections. */
    public List<Projection> projections() {
        return besides.projections();
    }

    /** A copy with another engine. */
    TableState withEngine(String other) {
        return new TableState(name, other, keys, target, columns, besides);
    }

    public TableState {
        columns = List.copyOf(columns);
    }
}

package io.watchllm.delivery.encode;

import org.jspecify.annotations.Nullable;

/** Columns that say which record a row came from. Ranges are read back and audited by them. */
enum Provenance {
    /** Append time of the record at the broker: the same whenever the record is read. */
    INGESTED_AT("ingested_at", "DateTime64(3)"),
    SOURCE_PARTITION("source_partition", "Int32"),
    SOURCE_OFFSET("source_offset", "Int64");

    private final String column;
    private final String type;

    Provenance(String column, String type) {
        this.column = column;
        this.type = type;
    }

    String column() {
        return column;
    }

    /** Type in the block. */
    String type() {
        return type;
    }

    static boolean isOne(String name) {
        for (var provenance : values()) {
            if (provenance.column.equals(name)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    String problem(@Nullable TableColumn found) {
        if (found == null) {
            return "column " + column + " of type " + type + " is missing; run: watchllm schema create";
        }
        var fits = switch (found.type()) {
            case ColumnType.Time time -> this == INGESTED_AT && time.scale() == 3;
            case ColumnType.Whole whole -> whole.declaration().equals(type);
            default -> false;
        };
        return fits
                ? null
                : "column " + column + " is of type " + found.type().declaration() + " and must be of type " + type;
    }
}

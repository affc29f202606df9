package io.watchllm.bench.rows;

import org.apache.avro.Schema;

/** What a row looks like. */
public enum Profile {
    /** About 340 bytes in 16 fields: a call without its texts. */
    SMALL,
    /** About 6 kB: the same call with prompt and answer. */
    PAYLOAD;

    /** Avro schema of the rows. */
    public Schema schema() {
        return switch (this) {
            case SMALL -> RowSchemas.SMALL;
            case PAYLOAD -> RowSchemas.PAYLOAD;
        };
    }

    /** The columns for the fields of the schema, as CREATE TABLE takes them. */
    public String columns() {
        return switch (this) {
            case SMALL -> RowSchemas.SMALL_COLUMNS;
            case PAYLOAD -> RowSchemas.PAYLOAD_COLUMNS;
        };
    }

    /** A new source of rows, the same rows each time. */
    public RowSource rows() {
        return switch (this) {
            case SMALL -> new SmallRows();
            case PAYLOAD -> new PayloadRows();
        };
    }
}

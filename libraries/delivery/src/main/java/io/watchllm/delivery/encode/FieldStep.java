package io.watchllm.delivery.encode;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One step of an encode plan, for one field of the writer schema.
 *
 * @param field name of the field
 * @param schema its schema, for a field without column
 * @param branch how the field encodes whether it has a value
 * @param column the column to encode into; null when the table has no such column
 */
record FieldStep(
        String field,
        Schema schema,
        UnionBranch branch,
        @Nullable TableColumn column) {

    boolean skipped() {
        return column == null;
    }
}

package io.watchllm.sink.encode;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is done with one field of the writer schema, in its order.
 *
 * @param field name of the field
 * @param schema its schema, for a field without column
 * @param branch how the field says whether it has a value
 * @param column what it is encoded into; null when the table has no such column
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

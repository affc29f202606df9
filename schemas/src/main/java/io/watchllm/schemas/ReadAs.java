package io.watchllm.schemas;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Finds the part of the reader schema that a part of the writer schema is read as; null where it is skipped. */
final class ReadAs {

    private ReadAs() {}

    /** The reader's record with the same name. */
    static @Nullable Schema record(@Nullable Schema reader, Schema writer) {
        if (reader == null || reader.getType() == Schema.Type.RECORD) {
            return reader;
        }
        var branch = reader.isUnion() ? reader.getIndexNamed(writer.getFullName()) : null;
        return branch == null ? null : reader.getTypes().get(branch);
    }

    static @Nullable Schema field(@Nullable Schema record, Schema.Field writer) {
        var field = record == null ? null : record.getField(writer.name());
        return field == null ? null : field.schema();
    }

    static @Nullable Schema item(@Nullable Schema reader) {
        var array = branch(reader, Schema.Type.ARRAY);
        return array == null ? null : array.getElementType();
    }

    /** Whether the reader converts even bytes to text. */
    static boolean isText(@Nullable Schema reader) {
        return branch(reader, Schema.Type.STRING) != null && branch(reader, Schema.Type.BYTES) == null;
    }

    private static @Nullable Schema branch(@Nullable Schema reader, Schema.Type type) {
        if (reader == null || reader.getType() == type) {
            return reader;
        }
        if (reader.isUnion()) {
            for (var each : reader.getTypes()) {
                if (each.getType() == type) {
                    return each;
                }
            }
        }
        return null;
    }
}

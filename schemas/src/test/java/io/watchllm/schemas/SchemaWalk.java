package io.watchllm.schemas;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** Finds the records and enums of which a schema is made. */
final class SchemaWalk {

    private SchemaWalk() {}

    /** Every named type once, the outer ones first. */
    static Collection<Schema> namedTypes(Schema root) {
        var found = new LinkedHashMap<String, Schema>();
        collect(root, found);
        return found.values();
    }

    private static void collect(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ENUM -> found.putIfAbsent(schema.getFullName(), schema);
            case ARRAY -> collect(schema.getElementType(), found);
            case UNION -> schema.getTypes().forEach(type -> collect(type, found));
            default -> {
                // A plain type has no parts.
            }
        }
    }
}

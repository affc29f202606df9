package io.watchllm.processor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a producer in which one field of one record type is missing or of another type, and events as that
 * producer writes them.
 */
final class AlteredSchema {

    private final String type;
    private final String field;
    private final @Nullable Schema other;
    private final Map<String, Schema> made = new HashMap<>();
    private final Schema schema;

    /**
     * The schema with the change.
     *
     * @param type full name of the record type
     * @param other what the field is, or null when it is missing
     */
    AlteredSchema(Schema root, String type, String field, @Nullable Schema other) {
        this.type = type;
        this.field = field;
        this.other = other;
        schema = altered(root);
    }

    Schema schema() {
        return schema;
    }

    /** The event with {@code value} in the changed field. */
    GenericRecord event(GenericRecord event, Object value) {
        return (GenericRecord) copy(event, schema, value);
    }

    private Schema altered(Schema part) {
        return switch (part.getType()) {
            case RECORD -> {
                var known = made.get(part.getFullName());
                yield known == null ? alteredRecord(part) : known;
            }
            case UNION ->
                Schema.createUnion(part.getTypes().stream().map(this::altered).toList());
            case ARRAY -> Schema.createArray(altered(part.getElementType()));
            default -> part;
        };
    }

    private Schema alteredRecord(Schema record) {
        var copy = Schema.createRecord(record.getName(), record.getDoc(), record.getNamespace(), false);
        made.put(record.getFullName(), copy);
        var fields = new ArrayList<Schema.Field>();
        for (var each : record.getFields()) {
            if (!isChanged(record, each)) {
                fields.add(new Schema.Field(each.name(), altered(each.schema())));
            } else if (other != null) {
                fields.add(new Schema.Field(each.name(), other));
            }
        }
        copy.setFields(fields);
        return copy;
    }

    private boolean isChanged(Schema record, Schema.Field each) {
        return record.getFullName().equals(type) && each.name().equals(field);
    }

    private Object copy(Object value, Schema to, Object changed) {
        return switch (value) {
            case GenericRecord record -> {
                var branch = to.isUnion()
                        ? to.getTypes().get(to.getIndexNamed(record.getSchema().getFullName()))
                        : to;
                var copy = new GenericData.Record(branch);
                for (var each : branch.getFields()) {
                    var old = record.get(each.name());
                    if (isChanged(branch, each)) {
                        copy.put(each.pos(), changed);
                    } else if (old != null) {
                        copy.put(each.pos(), copy(old, each.schema(), changed));
                    }
                }
                yield copy;
            }
            case List<?> items ->
                items.stream()
                        .map(item -> copy(item, to.getElementType(), changed))
                        .toList();
            default -> value;
        };
    }
}

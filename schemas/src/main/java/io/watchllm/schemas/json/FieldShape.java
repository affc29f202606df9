package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record.
 *
 * @param name its name, in Avro and in JSON
 * @param required whether it may not be omitted
 * @param absent the value of an omitted field
 * @param flat whether the fields of its record are inlined in the enclosing object
 */
record FieldShape(
        String name,
        int position,
        Shape shape,
        boolean required,
        @Nullable Object absent,
        boolean flat) {

    @Nullable
    Object read(JsonNode object, Reading reading) {
        if (flat) {
            return ((RecordShape) shape).readFields(object, reading);
        }
        var node = object.get(name);
        if (node != null && (!node.isNull() || shape.takesNull())) {
            var mark = reading.enter(name);
            var value = shape.read(node, reading);
            reading.leave(mark);
            return value;
        }
        if (required) {
            var mark = reading.enter(name);
            reading.missing(shape.wanted());
            reading.leave(mark);
        }
        // A separate list for each record, because callers may add to it.
        return absent instanceof Collection<?> items ? new ArrayList<>(items) : absent;
    }

    void write(@Nullable Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            if (required) {
                throw new EventFormatException(List.of(name + " is missing; expected " + shape.wanted()));
            }
            return;
        }
        if (flat) {
            ((RecordShape) shape).writeFields((IndexedRecord) value, out);
            return;
        }
        if (value instanceof Collection<?> && value.equals(absent)) {
            return;
        }
        out.writeFieldName(name);
        try {
            shape.write(value, out);
        } catch (EventFormatException failure) {
            var message = String.valueOf(failure.getMessage());
            var here = message.startsWith("is ") || message.startsWith("holds ");
            throw new EventFormatException(List.of(name + (here ? " " : ".") + message));
        }
    }
}

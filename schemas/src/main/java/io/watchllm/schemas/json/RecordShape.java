package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as a JSON object.
 *
 * @param fields its fields in the order of the schema
 * @param names allowed member names, including those of inlined records
 * @param shorthand the field that a bare string sets, if that is allowed
 */
record RecordShape(
        Supplier<? extends IndexedRecord> create,
        List<FieldShape> fields,
        Set<String> names,
        @Nullable String shorthand)
        implements Shape {

    /** The field that collects unknown fields. */
    static final String CONTEXT = "context";

    static RecordShape of(
            Supplier<? extends IndexedRecord> create, List<FieldShape> fields, @Nullable String shorthand) {
        var names = new HashSet<String>();
        for (var field : fields) {
            if (field.flat() && field.shape() instanceof RecordShape flat) {
                names.addAll(flat.names());
            } else {
                names.add(field.name());
            }
        }
        return new RecordShape(create, List.copyOf(fields), Set.copyOf(names), shorthand);
    }

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        if (shorthand != null && node.isTextual()) {
            return readFields(JsonText.MAPPER.createObjectNode().set(shorthand, node), reading);
        }
        if (!(node instanceof ObjectNode object)) {
            return refused(node, reading);
        }
        var record = readFields(object, reading);
        var strays = new ArrayList<Map.Entry<String, JsonNode>>();
        for (var property : object.properties()) {
            if (!names.contains(property.getKey())) {
                strays.add(property);
            }
        }
        if (!strays.isEmpty()) {
            keep(strays, object, record, reading);
        }
        return record;
    }

    private void keep(
            List<Map.Entry<String, JsonNode>> strays, ObjectNode object, IndexedRecord record, Reading reading) {
        if (names.contains(CONTEXT)) {
            record.put(
                    record.getSchema().getField(CONTEXT).pos(),
                    JsonText.compact(contextWith(object.get(CONTEXT), strays)));
        } else {
            strays.forEach(stray -> reading.stray(stray.getKey(), stray.getValue()));
        }
    }

    /**
     * The free-form object for data that the contract has no field for, with the unknown fields added after its own;
     * one whose name is taken gets underscores until it is unique.
     */
    static ObjectNode contextWith(@Nullable JsonNode context, Iterable<Map.Entry<String, JsonNode>> strays) {
        var all = context instanceof ObjectNode object ? object.deepCopy() : JsonText.MAPPER.createObjectNode();
        for (var stray : strays) {
            var name = stray.getKey();
            while (all.has(name)) {
                name += "_";
            }
            all.set(name, stray.getValue());
        }
        return all;
    }

    /** Reads the record from its own fields of the object; ignores the others. */
    IndexedRecord readFields(JsonNode object, Reading reading) {
        var record = create.get();
        for (var field : fields) {
            var value = field.read(object, reading);
            // An invalid field has no value, and Avro's int can't be null.
            if (value != null) {
                record.put(field.position(), value);
            }
        }
        return record;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeFields((IndexedRecord) value, out);
        out.writeEndObject();
    }

    /** Writes only the fields, into an object that is already open. */
    void writeFields(IndexedRecord record, JsonGenerator out) throws IOException {
        for (var field : fields) {
            field.write(record.get(field.position()), out);
        }
    }

    @Override
    public String wanted() {
        return shorthand == null ? "a JSON object" : "a JSON object or a string";
    }
}

package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shape of a scalar or of free-form JSON.
 *
 * @param reader returns the Avro value; null, or what was {@link Expected} instead, for an invalid one
 * @param takesNull whether an explicit JSON null is a value
 */
record ValueShape(String wanted, Function<JsonNode, @Nullable Object> reader, Writer writer, boolean takesNull)
        implements Shape {

    ValueShape(String wanted, Function<JsonNode, @Nullable Object> reader, Writer writer) {
        this(wanted, reader, writer, false);
    }

    /** Writes a value. */
    interface Writer {
        void write(Object value, JsonGenerator out) throws IOException;
    }

    /** What is expected in place of an invalid value, more exactly than {@link #wanted}. */
    record Expected(String text) {}

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        var value = reader.apply(node);
        if (value == null || value instanceof Expected) {
            reading.refuse(node, value instanceof Expected expected ? expected.text() : wanted);
            return null;
        }
        return value;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        writer.write(value, out);
    }
}

package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON of unspecified structure, stored as compact text.
 *
 * @param any true for any value, false for an object only
 */
record FreeFormShape(boolean any) implements Shape {

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        return any || node.isObject() ? JsonText.compact(node) : refused(node, reading);
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        // Parsed rather than copied: an Avro producer may have put anything into the string.
        var node = parse(value.toString());
        if (!any && !node.isObject()) {
            throw new EventFormatException(List.of("is " + Reading.shortened(node) + "; expected " + wanted()));
        }
        out.writeTree(node);
    }

    private static JsonNode parse(String text) {
        try {
            return JsonText.parse(text);
        } catch (EventFormatException failure) {
            throw new EventFormatException(List.of("holds no JSON: " + failure.getMessage()));
        }
    }

    @Override
    public String wanted() {
        return any ? "a JSON value" : "a JSON object";
    }

    @Override
    public boolean takesNull() {
        return any;
    }
}

package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A string; not empty if {@code filled}. */
record TextShape(boolean filled) implements Shape {

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        if (!node.isTextual() || (filled && node.textValue().isEmpty())) {
            return refused(node, reading);
        }
        return node.textValue();
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        out.writeString(value.toString());
    }

    @Override
    public String wanted() {
        return filled ? "a string that is not empty" : "a string";
    }
}

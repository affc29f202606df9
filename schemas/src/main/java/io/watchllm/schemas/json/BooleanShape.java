package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A boolean. */
record BooleanShape() implements Shape {

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        return node.isBoolean() ? Boolean.valueOf(node.booleanValue()) : refused(node, reading);
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        out.writeBoolean((Boolean) value);
    }

    @Override
    public String wanted() {
        return "true or false";
    }
}

package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A floating-point number. Values that JSON numbers can't express, or whose sign (minus zero) would be lost, are
 * written as strings.
 */
record DoubleShape() implements Shape {

    private static final Map<String, Double> NAMED = Map.of(
            "NaN",
            Double.NaN,
            "Infinity",
            Double.POSITIVE_INFINITY,
            "-Infinity",
            Double.NEGATIVE_INFINITY,
            "-0.0",
            -0.0);

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        if (node.isTextual() && NAMED.containsKey(node.textValue())) {
            return NAMED.get(node.textValue());
        }
        if (!node.isNumber()) {
            return refused(node, reading);
        }
        if (!Double.isFinite(node.doubleValue())) {
            reading.refuse(node, "a number below 1.8e308");
            return null;
        }
        return node.doubleValue();
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        var number = (double) value;
        var text = Double.toString(number);
        if (NAMED.containsKey(text)) {
            out.writeString(text);
        } else {
            out.writeNumber(number);
        }
    }

    @Override
    public String wanted() {
        return "a number";
    }
}

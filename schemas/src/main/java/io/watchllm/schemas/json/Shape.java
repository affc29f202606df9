package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON representation of one Avro type. */
interface Shape {

    /** Reads the JSON as an Avro value; problems are reported to {@code reading}, and the result is then ignored. */
    @Nullable
    Object read(JsonNode node, Reading reading);

    /** Writes an Avro value as JSON. */
    void write(Object value, JsonGenerator out) throws IOException;

    /** The expected value, for messages, such as {@code a string}. */
    String wanted();

    /** True when an explicit JSON null is a value of its own rather than an omitted field. */
    default boolean takesNull() {
        return false;
    }

    /** Reports a value of the wrong type. */
    default @Nullable Object refused(JsonNode node, Reading reading) {
        reading.refuse(node, wanted());
        return null;
    }
}

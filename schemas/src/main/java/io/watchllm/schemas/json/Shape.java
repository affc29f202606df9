package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How the values of one Avro type look in JSON. */
interface Shape {

    /** The Avro value of the JSON; what is wrong goes to {@code reading}, and then the answer does not matter. */
    @Nullable
    Object read(JsonNode node, Reading reading);

    /** Writes an Avro value as JSON. */
    void write(Object value, JsonGenerator out) throws IOException;

    /** What would be right, for messages, such as {@code a string}. */
    String wanted();

    /** True when an explicit JSON null is a value of its own, not a field left out. */
    default boolean takesNull() {
        return false;
    }

    /** Refuses the value as one of the wrong type. */
    default @Nullable Object refused(JsonNode node, Reading reading) {
        reading.refuse(node, wanted());
        return null;
    }
}

package io.watchllm.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The free-form object that keeps what the contract has no field for. */
final class Context {

    private Context() {}

    /**
     * The object with the strays behind its own fields; a stray whose name is taken gets underscores until it is free.
     */
    static ObjectNode with(@Nullable JsonNode context, Iterable<Map.Entry<String, JsonNode>> strays) {
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
}

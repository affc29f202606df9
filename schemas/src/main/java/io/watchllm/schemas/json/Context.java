package io.watchllm.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The free-form object for data that the contract has no field for. */
final class Context {

    private Context() {}

    /**
     * The object with the unknown fields added after its own; one whose name is taken gets underscores until it is
     * unique.
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

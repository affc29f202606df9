package io.watchllm.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.schemas.UnpairedSurrogates;

/** Rejects lone surrogates anywhere in an event, including free-form objects and unknown fields. */
final class UnicodeCheck {

    private static final String RIGHT = "whole characters";

    private UnicodeCheck() {}

    static void check(JsonNode node, Reading reading) {
        if (node.isTextual()) {
            int at = UnpairedSurrogates.firstIn(node.textValue());
            if (at >= 0) {
                reading.refuse(
                        "a text with the unpaired surrogate %s at character %d"
                                .formatted(
                                        UnpairedSurrogates.escape(
                                                node.textValue().charAt(at)),
                                        at + 1),
                        RIGHT);
            }
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                var mark = reading.enter(index);
                check(node.path(index), reading);
                reading.leave(mark);
            }
        } else {
            for (var property : node.properties()) {
                var name = property.getKey();
                var mark = reading.enter(UnpairedSurrogates.escaped(name));
                if (UnpairedSurrogates.firstIn(name) >= 0) {
                    reading.refuse("a name with an unpaired surrogate", RIGHT);
                }
                check(property.getValue(), reading);
                reading.leave(mark);
            }
        }
    }
}

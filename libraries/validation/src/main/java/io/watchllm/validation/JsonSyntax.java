package io.watchllm.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Checks whether a text is JSON (RFC 8259, nested at most 1,000 deep) without building a tree. */
public final class JsonSyntax {

    private static final int DEPTH_MAX = 1_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // The texts come from outside: Jackson's table of their names would grow without bound.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonSyntax() {}

    public static boolean isObject(String text) {
        return first(text) == JsonToken.START_OBJECT;
    }

    public static boolean isValue(String text) {
        return first(text) != JsonToken.NOT_AVAILABLE;
    }

    /** The first token if the text is one JSON value, else {@code NOT_AVAILABLE}. */
    private static JsonToken first(String text) {
        try (var parser = FACTORY.createParser(text)) {
            var first = parser.nextToken();
            if (first == null) {
                return JsonToken.NOT_AVAILABLE;
            }
            // Skips to the end of an object or array; does nothing for a scalar.
            parser.skipChildren();
            return parser.nextToken() == null ? first : JsonToken.NOT_AVAILABLE;
        } catch (IOException notJson) {
            return JsonToken.NOT_AVAILABLE;
        }
    }
}

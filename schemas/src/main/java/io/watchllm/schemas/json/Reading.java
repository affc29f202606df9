package io.watchllm.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.schemas.UnpairedSurrogates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** State of reading one event: the current field, the problems so far, and the fields unknown to the schema. */
final class Reading {

    private static final int VALUE_CHARACTERS_MAX = 80;

    private final StringBuilder path = new StringBuilder();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, JsonNode> strays = new LinkedHashMap<>();

    /** Enters a field; pass the result to {@link #leave}. */
    int enter(String field) {
        var mark = path.length();
        if (mark > 0) {
            path.append('.');
        }
        path.append(field);
        return mark;
    }

    /** Enters an item of an array; pass the result to {@link #leave}. */
    int enter(int index) {
        var mark = path.length();
        path.append('[').append(index).append(']');
        return mark;
    }

    void leave(int mark) {
        path.setLength(mark);
    }

    /** Reports {@code found} as invalid for the current field. */
    void refuse(JsonNode found, String wanted) {
        refuse(shortened(found), wanted);
    }

    /** Reports a described value as invalid for the current field. */
    void refuse(String found, String wanted) {
        problems.add(path + " is " + found + "; expected " + wanted);
    }

    /** Reports that the current field is required but missing. */
    void missing(String wanted) {
        problems.add(path + " is missing; expected " + wanted);
    }

    /** Records a field below the current one that the schema does not have. */
    void stray(String field, JsonNode value) {
        strays.put(path.isEmpty() ? field : path + "." + field, value);
    }

    Map<String, JsonNode> strays() {
        return strays;
    }

    /** Rejects lone surrogates anywhere in an event, including free-form objects and unknown fields. */
    void checkUnicode(JsonNode node) {
        if (node.isTextual()) {
            int at = UnpairedSurrogates.firstIn(node.textValue());
            if (at >= 0) {
                refuse(
                        "a text with the unpaired surrogate %s at character %d"
                                .formatted(
                                        UnpairedSurrogates.escape(
                                                node.textValue().charAt(at)),
                                        at + 1),
                        "whole characters");
            }
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                var mark = enter(index);
                checkUnicode(node.path(index));
                leave(mark);
            }
        } else {
            for (var property : node.properties()) {
                var name = property.getKey();
                var mark = enter(UnpairedSurrogates.escaped(name));
                if (UnpairedSurrogates.firstIn(name) >= 0) {
                    refuse("a name with an unpaired surrogate", "whole characters");
                }
                checkUnicode(property.getValue());
                leave(mark);
            }
        }
    }

    void throwIfWrong() {
        if (!problems.isEmpty()) {
            throw new EventFormatException(problems);
        }
    }

    static String shortened(JsonNode value) {
        var text = UnpairedSurrogates.escaped(value.toString());
        return text.length() <= VALUE_CHARACTERS_MAX ? text : text.substring(0, VALUE_CHARACTERS_MAX - 1) + "…";
    }
}

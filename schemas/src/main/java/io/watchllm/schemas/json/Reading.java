package io.watchllm.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.schemas.UnpairedSurrogates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known while one event is read: the field that is being read, what is wrong so far, and what the schema has no
 * place for.
 */
final class Reading {

    private static final int VALUE_CHARACTERS_MAX = 80;

    private final StringBuilder path = new StringBuilder();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, JsonNode> strays = new LinkedHashMap<>();

    /** Goes down to a field; the answer is for {@link #leave}. */
    int enter(String field) {
        var mark = path.length();
        if (mark > 0) {
            path.append('.');
        }
        path.append(field);
        return mark;
    }

    /** Goes down to an item of an array; the answer is for {@link #leave}. */
    int enter(int index) {
        var mark = path.length();
        path.append('[').append(index).append(']');
        return mark;
    }

    void leave(int mark) {
        path.setLength(mark);
    }

    /** The field being read can't be {@code found}. */
    void refuse(JsonNode found, String wanted) {
        refuse(found, wanted, "");
    }

    /** The field being read can't be {@code found}; the hint stands behind the sentence. */
    void refuse(JsonNode found, String wanted, String hint) {
        problems.add(path + " is " + shortened(found) + "; " + wanted + " would be right" + hint);
    }

    /** The field being read can't be what was found, in words. */
    void refuse(String found, String wanted) {
        problems.add(path + " is " + found + "; " + wanted + " would be right");
    }

    /** The field being read is required and not there. */
    void missing(String wanted) {
        problems.add(path + " is missing; " + wanted + " would be right");
    }

    /** A field below the one being read has no place in the schema. */
    void stray(String field, JsonNode value) {
        strays.put(path.isEmpty() ? field : path + "." + field, value);
    }

    Map<String, JsonNode> strays() {
        return strays;
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

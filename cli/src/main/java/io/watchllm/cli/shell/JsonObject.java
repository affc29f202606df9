package io.watchllm.cli.shell;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object for programs: fields in the order in which they were added, decimals with all their digits. */
public final class JsonObject {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /** Adds a field: a text, a number, a boolean, null, an object, or a list or map of those. */
    public JsonObject put(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /** Adds a field with one object for each item. */
    public <T> JsonObject list(String name, List<T> items, Function<? super T, JsonObject> object) {
        return put(name, items.stream().map(object).toList());
    }

    /** Adds the fields of another object. */
    public JsonObject putAll(JsonObject other) {
        return putAll(other.fields);
    }

    /** Adds fields. */
    public JsonObject putAll(Map<String, ? extends @Nullable Object> more) {
        fields.putAll(more);
        return this;
    }

    /** The fields so far. */
    @JsonValue
    public Map<String, @Nullable Object> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** The object on one line, without the end of the line. */
    public String line() {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("texts, numbers, lists and maps are always JSON", impossible);
        }
    }
}

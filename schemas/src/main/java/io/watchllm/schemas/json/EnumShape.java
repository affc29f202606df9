package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.text.SimilarNames;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of a closed set of words.
 *
 * @param symbols every symbol with its Java value; {@code unknown} is accepted (an older reader turns newer symbols
 *     into it)
 * @param offered the symbols listed to users, in the order of the schema, without {@code unknown}
 */
record EnumShape(Map<String, Object> symbols, List<String> offered) implements Shape {

    private static final String UNKNOWN = "unknown";

    static EnumShape of(Class<?> type) {
        var words = Stream.of(type.getEnumConstants()).map(Object::toString).toList();
        var symbols = Stream.of(type.getEnumConstants())
                .collect(Collectors.toUnmodifiableMap(Object::toString, symbol -> (Object) symbol));
        return new EnumShape(
                symbols, words.stream().filter(word -> !word.equals(UNKNOWN)).toList());
    }

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        if (!node.isTextual()) {
            return refused(node, reading);
        }
        var symbol = symbols.get(node.textValue());
        if (symbol == null) {
            reading.refuse(node, wanted(), suggestion(node.textValue()));
        }
        return symbol;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        out.writeString(value.toString());
    }

    @Override
    public String wanted() {
        return "one of " + String.join(", ", offered);
    }

    private String suggestion(String found) {
        return SimilarNames.question(found.toLowerCase(Locale.ROOT), offered)
                .map(question -> " (" + question + ")")
                .orElse("");
    }
}

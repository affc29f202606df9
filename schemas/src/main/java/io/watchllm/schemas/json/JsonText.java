package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses and prints JSON: numbers keep their digits, duplicate keys are rejected, and nothing may follow the value. */
final class JsonText {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Parts of the parser's messages that are meant for programmers. */
    private static final Pattern PARSER_TALK = Pattern.compile(" \\(start marker at .*|: enable `.*");

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private JsonText() {}

    static JsonNode parse(String text) {
        var begin = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
        return parse(() -> MAPPER.createParser(text.substring(begin)));
    }

    static JsonNode parse(byte[] text) {
        return parse(() -> MAPPER.createParser(text));
    }

    /** Opens a parser. */
    private interface Source {
        JsonParser open() throws IOException;
    }

    private static JsonNode parse(Source source) {
        try (var parser = source.open()) {
            return parse(parser);
        } catch (NumberFormatException failure) {
            // The parser does not wrap BigDecimal's own exception.
            throw new EventFormatException(
                    List.of("the text holds a number with an exponent beyond 2147483647; expected a smaller one"));
        } catch (IOException failure) {
            throw malformed(failure);
        }
    }

    private static JsonNode parse(JsonParser parser) throws IOException {
        // Null or missing for an empty text, depending on the parser.
        @Nullable JsonNode node = parser.readValueAsTree();
        if (node == null || node.isMissingNode()) {
            throw new EventFormatException(List.of("the text is empty; expected a JSON object"));
        }
        if (parser.nextToken() != null) {
            var place = parser.currentTokenLocation();
            throw new EventFormatException(
                    List.of("there is more text behind the JSON value, at line %d, column %d; expected nothing"
                            .formatted(place.getLineNr(), place.getColumnNr())));
        }
        return node;
    }

    static String compact(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static EventFormatException malformed(IOException failure) {
        if (failure instanceof JsonProcessingException syntax) {
            var place = syntax.getLocation();
            var where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
            return new EventFormatException(List.of("the text is not right JSON" + where + ": "
                    + PARSER_TALK.matcher(syntax.getOriginalMessage()).replaceFirst("")));
        }
        return new EventFormatException(List.of("the text is not right JSON: " + failure.getMessage()));
    }
}

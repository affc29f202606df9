package io.watchllm.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.text.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that should be JSON, and its canonical form. The form is identical for equal values: no white space, members
 * sorted by name (UTF-16 units, as in RFC 8785), the shortest escapes, and numbers by exact value ({@code 1.0},
 * {@code 1} and {@code 1e0} are all {@code 1}; RFC 8785 would round long ids to doubles). If a name occurs twice, the
 * last one wins.
 */
public final class JsonText {

    /** Checks syntax (RFC 8259, nested at most 1,000 deep) without building a tree, and without a bound of lengths. */
    private static final JsonFactory SYNTAX = JsonFactory.builder()
            // The texts come from outside: Jackson's table of their names would grow without bound.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** Numbers with more digits are written with an exponent, so that 1e999999 stays short. */
    private static final int PLAIN_DIGITS_MAX = 40;

    private final String text;
    private final @Nullable JsonNode tree;

    private JsonText(String text, @Nullable JsonNode tree) {
        this.text = text;
        this.tree = tree;
    }

    /** Parses the text once, for all of the methods below. */
    public static JsonText parse(String text) {
        try {
            return new JsonText(text, READER.readTree(text));
        } catch (JsonProcessingException | ArithmeticException | NumberFormatException notJson) {
            // Also text beyond Jackson's limits on nesting or length, or an exponent beyond BigDecimal's.
            return new JsonText(text, null);
        }
    }

    /** Whether it is a JSON object. */
    public boolean isObject() {
        return tree == null ? isObject(text) : tree.isObject();
    }

    /** Whether a text is a JSON object; cheaper than parsing it. */
    public static boolean isObject(String text) {
        return first(text) == JsonToken.START_OBJECT;
    }

    /** Whether a text is a JSON value; cheaper than parsing it. */
    public static boolean isValue(String text) {
        return first(text) != JsonToken.NOT_AVAILABLE;
    }

    /** The first token if the text is one JSON value, else {@code NOT_AVAILABLE}. */
    private static JsonToken first(String text) {
        try (var parser = SYNTAX.createParser(text)) {
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

    /** SHA-256 of the canonical form, as 64 hexadecimal digits; of the text itself if it is not JSON. */
    public String hash() {
        return Sha256.hex(canonical(Set.of()));
    }

    /** The canonical form without the members of these names, at any depth; the text itself if it is not JSON. */
    public String canonical(Set<String> leftOut) {
        if (tree == null) {
            return text;
        }
        try {
            var canonical = new StringBuilder(text.length());
            append(tree, canonical, leftOut);
            return canonical.toString();
        } catch (ArithmeticException | NumberFormatException hugeExponent) {
            // Equal texts still get equal hashes.
            return text;
        }
    }

    private static void append(JsonNode node, StringBuilder out, Set<String> leftOut) {
        switch (node.getNodeType()) {
            case OBJECT -> appendMembers(node, out, leftOut);
            case ARRAY -> appendItems(node, out, leftOut);
            case STRING -> appendText(node.textValue(), out);
            case NUMBER -> out.append(number(node.decimalValue()));
            default -> out.append(node.asText());
        }
    }

    private static void appendMembers(JsonNode node, StringBuilder out, Set<String> leftOut) {
        var members = node.properties().stream()
                .filter(member -> !leftOut.contains(member.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .toList();
        var separator = '{';
        for (var member : members) {
            out.append(separator);
            appendText(member.getKey(), out);
            out.append(':');
            append(member.getValue(), out, leftOut);
            separator = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static void appendItems(JsonNode node, StringBuilder out, Set<String> leftOut) {
        var separator = '[';
        for (var item : node) {
            out.append(separator);
            append(item, out, leftOut);
            separator = ',';
        }
        out.append(node.isEmpty() ? "[]" : "]");
    }

    private static String number(BigDecimal value) {
        var shortest = value.stripTrailingZeros();
        boolean plain = Math.abs((long) shortest.scale()) + shortest.precision() <= PLAIN_DIGITS_MAX;
        return plain ? shortest.toPlainString() : shortest.toString();
    }

    private static void appendText(String text, StringBuilder out) {
        out.append('"');
        for (int index = 0; index < text.length(); index++) {
            char each = text.charAt(index);
            switch (each) {
                case '"', '\\' -> out.append('\\').append(each);
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // A lone surrogate, an escape in the source, can't be encoded as UTF-8.
                    if (each < ' ' || isLoneSurrogate(text, index)) {
                        out.append("\\u").append(HexFormat.of().toHexDigits(each));
                    } else {
                        out.append(each);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char each = text.charAt(index);
        if (Character.isHighSurrogate(each)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(each) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}

package io.watchllm.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.schemas.json.ValueShape.Expected;
import io.watchllm.text.SimilarNames;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shapes of strings, words, times, booleans and free-form JSON. */
final class TextShapes {

    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .parseLenient()
            .appendOffset("+HH", "Z")
            .toFormatter();

    private static final DateTimeFormatter WRITE = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("'T'HH:mm:ss.SSS'Z'")
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private static final Pattern FRACTION = Pattern.compile("[.,](\\d{3})\\d*");

    private TextShapes() {}

    /** A string; not empty if {@code filled}. */
    static Shape text(boolean filled) {
        return new ValueShape(
                filled ? "a string that is not empty" : "a string",
                node -> filled && node.asText().isEmpty() ? null : node.textValue(),
                (value, out) -> out.writeString(value.toString()));
    }

    /** A boolean. */
    static Shape bool() {
        return new ValueShape(
                "true or false",
                node -> node.isBoolean() ? (Object) node.booleanValue() : null,
                (value, out) -> out.writeBoolean((Boolean) value));
    }

    /**
     * One of a closed set of words. {@code unknown} is accepted, since an older reader turns newer words into it, but
     * not offered.
     */
    static Shape symbol(Class<?> type) {
        var symbols = Stream.of(type.getEnumConstants())
                .collect(Collectors.toUnmodifiableMap(Object::toString, symbol -> (Object) symbol));
        var offered = Stream.of(type.getEnumConstants())
                .map(Object::toString)
                .filter(word -> !word.equals("unknown"))
                .toList();
        var wanted = "one of " + String.join(", ", offered);
        return new ValueShape(
                wanted,
                node -> {
                    if (!node.isTextual()) {
                        return null;
                    }
                    var symbol = symbols.get(node.textValue());
                    return symbol == null ? new Expected(wanted + suggestion(node.textValue(), offered)) : symbol;
                },
                (value, out) -> out.writeString(value.toString()));
    }

    private static String suggestion(String found, List<String> offered) {
        return SimilarNames.question(found.toLowerCase(Locale.ROOT), offered)
                .map(question -> " (" + question + ")")
                .orElse("");
    }

    /** A timestamp in milliseconds, as ISO 8601 with an offset; written in UTC. Finer fractions are truncated. */
    static Shape time() {
        return new ValueShape(
                "an ISO 8601 time with its offset, such as 2026-11-01T08:00:09.165Z,",
                node -> {
                    try {
                        var text = FRACTION.matcher(node.isTextual() ? node.textValue() : "")
                                .replaceFirst(".$1");
                        var moment = OffsetDateTime.parse(text, READ).toInstant();
                        return Instant.ofEpochMilli(moment.toEpochMilli());
                    } catch (DateTimeException | ArithmeticException failure) {
                        return null;
                    }
                },
                (value, out) -> out.writeString(WRITE.format((Instant) value)));
    }

    /**
     * JSON of unspecified structure, stored as compact text.
     *
     * @param any true for any value, false for an object only
     */
    static Shape freeForm(boolean any) {
        var wanted = any ? "a JSON value" : "a JSON object";
        return new ValueShape(
                wanted,
                node -> any || node.isObject() ? JsonText.compact(node) : null,
                (value, out) -> {
                    // Parsed rather than copied: an Avro producer may have put anything into the string.
                    var node = parse(value.toString());
                    if (!any && !node.isObject()) {
                        throw new EventFormatException(
                                List.of("is " + Reading.shortened(node) + "; expected " + wanted));
                    }
                    out.writeTree(node);
                },
                any);
    }

    private static JsonNode parse(String text) {
        try {
            return JsonText.parse(text);
        } catch (EventFormatException failure) {
            throw new EventFormatException(List.of("holds no JSON: " + failure.getMessage()));
        }
    }
}

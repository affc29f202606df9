package io.watchllm.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.operations.deadletter.LetterValue;
import io.watchllm.operations.deadletter.StoredLetter;
import io.watchllm.runtime.PlainText;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** How a letter is told: in a line, in full, and as JSON. */
public final class LetterText {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LetterText() {}

    /** One line: when, who, where from, why. */
    public static String line(StoredLetter stored) {
        var letter = stored.letter();
        return PlainText.line("%s  %-9s  %-40s  %-22s  %s%s"
                .formatted(
                        letter.time().truncatedTo(ChronoUnit.MILLIS),
                        letter.stage().word(),
                        letter.origin().id(),
                        letter.reason(),
                        letter.error(),
                        settled(stored, "  (%s)")));
    }

    /** One JSON object on a line, without the value. */
    public static String json(StoredLetter stored) {
        return write(fields(stored));
    }

    /** The same, with what would become of the letter; nothing more when that is empty. */
    public static String json(StoredLetter stored, String preview) {
        var fields = fields(stored);
        if (!preview.isEmpty()) {
            fields.put("would", preview);
        }
        return write(fields);
    }

    /** One JSON object on a line, with all there is. */
    public static String json(StoredLetter stored, LetterValue value) {
        var fields = fields(stored);
        fields.put("schema", value.schema());
        fields.put("key", text(stored.letter().key()));
        var headers = new LinkedHashMap<String, Object>();
        stored.letter().headers().forEach(header -> headers.put(header.key(), text(header.value())));
        fields.put("headers", headers);
        var raw = stored.letter().value();
        if (value.json() != null) {
            fields.put("value", value.json());
        } else if (raw != null) {
            fields.put("value_base64", Base64.getEncoder().encodeToString(raw));
        }
        return write(fields);
    }

    /** Several lines: all there is. */
    public static String full(StoredLetter stored, LetterValue value) {
        var letter = stored.letter();
        var text = new StringBuilder();
        row(text, "origin", letter.origin().id());
        row(text, "time", letter.time().toString());
        row(text, "stage", letter.stage().word());
        row(text, "reason", letter.reason());
        row(text, "error", letter.error());
        row(text, "class", letter.detail().errorClass());
        row(text, "field", letter.detail().field());
        row(text, "version", letter.detail().version());
        row(text, "attempt", Integer.toString(letter.attempt()));
        row(text, "settled", settled(stored, "%s"));
        row(text, "schema", value.schema());
        row(text, "key", text(letter.key()));
        for (Header header : letter.headers()) {
            row(text, "header", header.key() + "=" + text(header.value()));
        }
        var raw = letter.value();
        row(text, "value", (raw == null ? 0 : raw.length) + " bytes");
        var json = value.json();
        return text.append(json == null ? PlainText.lines(value.excerpt()) : PlainText.json(json.toPrettyString()))
                .append('\n')
                .toString();
    }

    private static void row(StringBuilder text, String name, String content) {
        if (!content.isEmpty()) {
            text.append("%-8s  %s%n".formatted(name, PlainText.line(content)));
        }
    }

    private static String settled(StoredLetter stored, String format) {
        var settlement = stored.settlement();
        return settlement == null
                ? ""
                : format.formatted("%s at %s by %s%s"
                        .formatted(
                                settlement.outcome().word(),
                                settlement.time().truncatedTo(ChronoUnit.SECONDS),
                                settlement.by(),
                                settlement.to().isEmpty() ? "" : " to " + settlement.to()));
    }

    private static Map<String, Object> fields(StoredLetter stored) {
        var letter = stored.letter();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("time", letter.time().toString());
        fields.put("stage", letter.stage().word());
        fields.put("origin", letter.origin().id());
        fields.put("reason", letter.reason());
        fields.put("error", letter.error());
        fields.put("class", letter.detail().errorClass());
        fields.put("field", letter.detail().field());
        fields.put("attempt", letter.attempt());
        letter.schemaId().ifPresent(id -> fields.put("schema_id", id));
        var value = letter.value();
        fields.put("value_bytes", value == null ? 0 : value.length);
        var settlement = stored.settlement();
        if (settlement != null) {
            fields.put("settled", settlement.outcome().word());
            fields.put("settled_to", settlement.to());
        }
        return fields;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    /** JSON on one line. */
    public static String write(Map<String, ?> fields) {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("a map of texts is always JSON", impossible);
        }
    }
}

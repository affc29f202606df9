package io.watchllm.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.operations.deadletter.DeadLetterValue;
import io.watchllm.operations.deadletter.StoredDeadLetter;
import io.watchllm.runtime.PlainText;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Text of a dead letter: in a line, in full, and as JSON. */
public final class DeadLetterText {
    private DeadLetterText() {}

    /** One line: when, who, where from, why. */
    public static String line(StoredDeadLetter stored) {
        var deadLetter = stored.deadLetter();
        return PlainText.line("%s  %-9s  %-40s  %-22s  %s%s"
                .formatted(
                        deadLetter.time().truncatedTo(ChronoUnit.MILLIS),
                        deadLetter.stage().word(),
                        deadLetter.origin().id(),
                        deadLetter.reason(),
                        deadLetter.error(),
                        resolved(stored, "  (%s)")));
    }

    /** One JSON object on a line, without the value. */
    public static String json(StoredDeadLetter stored) {
        return fields(stored).line();
    }

    /** The same, with what would become of the dead letter; nothing more when that is empty. */
    public static String json(StoredDeadLetter stored, String preview) {
        var fields = fields(stored);
        if (!preview.isEmpty()) {
            fields.put("would", preview);
        }
        return fields.line();
    }

    /** One JSON object on a line, with all there is. */
    public static String json(StoredDeadLetter stored, DeadLetterValue value) {
        var headers = new JsonObject();
        stored.deadLetter().headers().forEach(header -> headers.put(header.key(), text(header.value())));
        var fields = fields(stored)
                .put("schema", value.schema())
                .put("key", text(stored.deadLetter().key()))
                .put("headers", headers);
        var raw = stored.deadLetter().value();
        if (value.json() != null) {
            fields.put("value", value.json());
        } else if (raw != null) {
            fields.put("value_base64", Base64.getEncoder().encodeToString(raw));
        }
        return fields.line();
    }

    /** Several lines: all there is. */
    public static String full(StoredDeadLetter stored, DeadLetterValue value) {
        var deadLetter = stored.deadLetter();
        var text = new StringBuilder();
        row(text, "origin", deadLetter.origin().id());
        row(text, "time", deadLetter.time().toString());
        row(text, "stage", deadLetter.stage().word());
        row(text, "reason", deadLetter.reason());
        row(text, "error", deadLetter.error());
        row(text, "class", deadLetter.detail().errorClass());
        row(text, "field", deadLetter.detail().field());
        row(text, "version", deadLetter.detail().version());
        row(text, "attempt", Integer.toString(deadLetter.attempt()));
        row(text, "resolved", resolved(stored, "%s"));
        row(text, "schema", value.schema());
        row(text, "key", text(deadLetter.key()));
        for (Header header : deadLetter.headers()) {
            row(text, "header", header.key() + "=" + text(header.value()));
        }
        var raw = deadLetter.value();
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

    private static String resolved(StoredDeadLetter stored, String format) {
        var resolution = stored.resolution();
        return resolution == null
                ? ""
                : format.formatted("%s at %s by %s%s"
                        .formatted(
                                resolution.outcome().word(),
                                resolution.time().truncatedTo(ChronoUnit.SECONDS),
                                resolution.by(),
                                resolution.to().isEmpty() ? "" : " to " + resolution.to()));
    }

    private static JsonObject fields(StoredDeadLetter stored) {
        var deadLetter = stored.deadLetter();
        var fields = new JsonObject();
        fields.put("time", deadLetter.time().toString());
        fields.put("stage", deadLetter.stage().word());
        fields.put("origin", deadLetter.origin().id());
        fields.put("reason", deadLetter.reason());
        fields.put("error", deadLetter.error());
        fields.put("class", deadLetter.detail().errorClass());
        fields.put("field", deadLetter.detail().field());
        fields.put("attempt", deadLetter.attempt());
        deadLetter.schemaId().ifPresent(id -> fields.put("schema_id", id));
        var value = deadLetter.value();
        fields.put("value_bytes", value == null ? 0 : value.length);
        var resolution = stored.resolution();
        if (resolution != null) {
            fields.put("resolved", resolution.outcome().word());
            fields.put("resolved_to", resolution.to());
        }
        return fields;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }
}

package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A timestamp in milliseconds, as ISO 8601 with an offset; written in UTC. Finer fractions are truncated. */
record TimeShape() implements Shape {

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

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        if (!node.isTextual()) {
            return refused(node, reading);
        }
        try {
            var text = FRACTION.matcher(node.textValue()).replaceFirst(".$1");
            var moment = OffsetDateTime.parse(text, READ).toInstant();
            return Instant.ofEpochMilli(moment.toEpochMilli());
        } catch (DateTimeException | ArithmeticException failure) {
            return refused(node, reading);
        }
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        out.writeString(WRITE.format((Instant) value));
    }

    @Override
    public String wanted() {
        return "an ISO 8601 time with its offset, such as 2026-11-01T08:00:09.165Z,";
    }
}

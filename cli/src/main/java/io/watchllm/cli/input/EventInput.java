package io.watchllm.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.watchllm.schemas.json.EventFormatException;
import io.watchllm.schemas.json.EventJson;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A source of events: NDJSON (an event or a batch {@code {"events":[…]}} a line), a JSON array, or one JSON object over
 * several lines; each plain or gzip. In NDJSON a bad line is one bad event and the next line is read as if nothing had
 * been; an array that breaks off can't be read further, so what follows the break is one bad event.
 *
 * @param name what the user called it; {@code -} is standard input
 */
public record EventInput(String name, Opener opener) {
    private static final int OBJECT_CHARS_MAX = 64 << 20;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final ObjectReader TREES =
            EventJson.treeReader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Opens the bytes, once. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** A file, or standard input for {@code -}. */
    public static EventInput of(String name) {
        return new EventInput(name, name.equals("-") ? () -> System.in : () -> Files.newInputStream(Path.of(name)));
    }

    /** Gives every event of the input to {@code target}, in order. */
    public void read(Consumer<InputEvent> target) throws IOException {
        try (var bytes = plain(opener.open());
                var text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), BUFFER_BYTES)) {
            if (firstCharacter(text) == '[') {
                readArray(text, target);
            } else {
                readLines(text, target);
            }
        }
    }

    private static InputStream plain(InputStream bytes) throws IOException {
        var buffered = new BufferedInputStream(bytes, BUFFER_BYTES);
        buffered.mark(2);
        var magic = buffered.readNBytes(2);
        buffered.reset();
        var gzip = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
        return gzip ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    }

    /** The first character that is not white space, left in place; -1 at the end, or when none is near. */
    private static int firstCharacter(BufferedReader text) throws IOException {
        text.mark(BUFFER_BYTES);
        var first = -1;
        for (var read = 0; read < BUFFER_BYTES - 1; read++) {
            first = text.read();
            if (!Character.isWhitespace(first)) {
                break;
            }
        }
        text.reset();
        return first;
    }

    private static void readLines(BufferedReader text, Consumer<InputEvent> target) throws IOException {
        var number = 0L;
        for (var line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            if (line.strip().equals("{")) {
                readText(number, line + "\n" + rest(text), target);
            } else if (!line.isBlank()) {
                readText(number, line, target);
            }
        }
    }

    /** One JSON object: an event, or a batch. */
    private static void readText(long number, String text, Consumer<InputEvent> target) {
        try {
            var node = TREES.readTree(text);
            if (node.path("events").isArray() && !node.has("event_type")) {
                node.get("events").forEach(event -> target.accept(event(number, event)));
            } else {
                target.accept(event(number, node));
            }
        } catch (JsonProcessingException broken) {
            target.accept(new InputEvent.Bad(number, text, notJson(broken)));
        }
    }

    private static void readArray(Reader text, Consumer<InputEvent> target) throws IOException {
        var reader = EventJson.treeReader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (var parser = reader.createParser(text)) {
            parser.nextToken();
            try {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    var line = parser.currentTokenLocation().getLineNr();
                    target.accept(event(line, reader.<JsonNode>readTree(parser)));
                }
            } catch (JsonProcessingException broken) {
                var line = parser.currentLocation().getLineNr();
                target.accept(
                        new InputEvent.Bad(line, "", notJson(broken) + " What follows in this array can't be read."));
            }
        }
    }

    private static InputEvent event(long line, JsonNode node) {
        try {
            return new InputEvent.Good(line, EventJson.read(node));
        } catch (EventFormatException problem) {
            return new InputEvent.Bad(line, node.toString(), String.valueOf(problem.getMessage()));
        }
    }

    private static String rest(BufferedReader text) throws IOException {
        var all = new StringBuilder();
        var buffer = new char[BUFFER_BYTES];
        for (var count = text.read(buffer); count >= 0; count = text.read(buffer)) {
            all.append(buffer, 0, count);
            if (all.length() > OBJECT_CHARS_MAX) {
                throw new IOException("one JSON object of more than " + OBJECT_CHARS_MAX
                        + " characters: write an event a line (NDJSON), or an array of events");
            }
        }
        return all.toString();
    }

    private static String notJson(JsonProcessingException broken) {
        var location = broken.getLocation();
        var where = location == null ? "" : " at column " + location.getColumnNr();
        return "not JSON" + where + ": " + broken.getOriginalMessage() + ". Expected a JSON object that is an event.";
    }
}

package io.watchllm.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.watchllm.schemas.UnpairedSurrogates;
import io.watchllm.schemas.json.EventFormatException;
import io.watchllm.schemas.json.EventJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A source of events: NDJSON (an event or a batch {@code {"events":[…]}} a line), a JSON array, or one JSON object over
 * several lines; each plain or gzip. In NDJSON a bad line is one bad event and the next line is read as if nothing had
 * been; an array that breaks off can't be read further, so what follows the break is one bad event.
 *
 * @param name what the user called it; {@code -} is standard input
 */
public record EventInput(String name, Opener opener) {
    private static final int OBJECT_BYTES_MAX = 64 << 20;
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

    /**
     * Gives every event of the input to {@code target}, in order.
     *
     * @throws IOException when the bytes can't be read to their end; the message names the input and the line
     */
    public void read(Consumer<InputEvent> target) throws IOException {
        var lines = new AtomicLong();
        try (var bytes = new ByteLines(plain(opener.open()))) {
            if (bytes.firstByte() == '[') {
                readArray(bytes.rest(), target);
            } else {
                readLines(bytes, lines, target);
            }
        } catch (NoSuchFileException missing) {
            throw missing;
        } catch (IOException broken) {
            throw new IOException(
                    name + " can't be read beyond line " + lines.get() + " (" + broken.getMessage() + ")", broken);
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

    private static void readLines(ByteLines bytes, AtomicLong lines, Consumer<InputEvent> target) throws IOException {
        for (var line = bytes.next(); line != null; line = bytes.next()) {
            var number = lines.incrementAndGet();
            var text = new String(line, StandardCharsets.UTF_8).strip();
            if (text.equals("{")) {
                // An object over several lines: an event, or a batch.
                readText(number, concatenated(line, bytes.rest().readNBytes(OBJECT_BYTES_MAX)), target);
            } else if (!text.isEmpty()) {
                readText(number, line, target);
            }
        }
    }

    private static byte[] concatenated(byte[] first, byte[] rest) {
        var all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    /** One JSON object: an event, or a batch. Jackson refuses bytes that are not UTF-8. */
    private static void readText(long number, byte[] raw, Consumer<InputEvent> target) {
        try {
            var node = TREES.readTree(raw);
            if (node.path("events").isArray() && !node.has("event_type")) {
                node.get("events").forEach(event -> target.accept(event(number, event, null)));
            } else {
                target.accept(event(number, node, raw));
            }
        } catch (JsonProcessingException broken) {
            target.accept(new InputEvent.Bad(number, raw, notJson(broken)));
        } catch (IOException broken) {
            target.accept(new InputEvent.Bad(number, raw, "not UTF-8: " + broken.getMessage()));
        }
    }

    private static void readArray(InputStream bytes, Consumer<InputEvent> target) throws IOException {
        var reader = EventJson.treeReader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (var parser = reader.createParser(bytes)) {
            parser.nextToken();
            try {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    var line = parser.currentTokenLocation().getLineNr();
                    target.accept(event(line, reader.<JsonNode>readTree(parser), null));
                }
            } catch (JsonProcessingException broken) {
                var line = parser.currentLocation().getLineNr();
                target.accept(new InputEvent.Bad(
                        line, new byte[0], notJson(broken) + " What follows in this array can't be read."));
            }
        }
    }

    /** The event in the tree; {@code raw} is what it was read from, where that is a text of its own. */
    private static InputEvent event(long line, JsonNode node, byte @Nullable [] raw) {
        try {
            return new InputEvent.Good(line, EventJson.read(node));
        } catch (EventFormatException problem) {
            // UTF-8 has no bytes for half a surrogate pair: in the letter its escape stands, as in the input.
            var text = raw == null ? UnpairedSurrogates.escaped(node.toString()).getBytes(StandardCharsets.UTF_8) : raw;
            return new InputEvent.Bad(line, text, String.valueOf(problem.getMessage()));
        }
    }

    private static String notJson(JsonProcessingException broken) {
        var location = broken.getLocation();
        var where = location == null ? "" : " at column " + location.getColumnNr();
        return "not JSON" + where + ": " + broken.getOriginalMessage() + ". Expected a JSON object that is an event.";
    }
}

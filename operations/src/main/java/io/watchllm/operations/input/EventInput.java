package io.watchllm.operations.input;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source of events: JSON objects, each an event or a batch {@code {"events":[…]}}; each on one line or several,
 * consecutive or in one or more arrays; plain or gzip. Anything else becomes one bad event, and reading continues
 * normally after it. An object that is cut off within a line ends there, unless the next line continues it.
 *
 * @param name its name on the command line; {@code -} is standard input
 */
public record EventInput(String name, Opener opener) {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final ObjectReader TREES =
            EventJson.treeReader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Opens the input; called once. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** A file, or standard input for {@code -}. */
    public static EventInput of(String name) {
        return new EventInput(name, name.equals("-") ? () -> System.in : () -> Files.newInputStream(Path.of(name)));
    }

    /**
     * Passes every event of the input to {@code target}, in order.
     *
     * @throws IOException when the bytes can't be read to their end; the message names the input and the line
     */
    public void read(Consumer<InputEvent> target) throws IOException {
        var line = 0L;
        try (var bytes = plain(opener.open());
                var texts = new JsonSplitter(bytes)) {
            try {
                for (var text = texts.next(); text != null; text = texts.next()) {
                    readText(text, target);
                }
            } finally {
                line = texts.line() - 1;
            }
        } catch (NoSuchFileException missing) {
            throw missing;
        } catch (IOException broken) {
            throw new IOException(
                    name + " can't be read beyond line " + line + " (" + broken.getMessage() + ")", broken);
        }
    }

    /** Handles concatenated gzip files, too. */
    private static InputStream plain(InputStream bytes) throws IOException {
        var buffered = new BufferedInputStream(bytes, BUFFER_BYTES);
        buffered.mark(2);
        var magic = buffered.readNBytes(2);
        buffered.reset();
        var gzip = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
        return gzip ? new GzipParts(buffered) : buffered;
    }

    /** Reads one JSON object: an event, or a batch. Jackson rejects bytes that are not UTF-8. */
    private static void readText(JsonSplitter.Text text, Consumer<InputEvent> target) {
        var raw = text.raw();
        if (raw.length == 0) {
            target.accept(new InputEvent.Bad(
                    text.line(), raw, "the array that begins here is not closed. Expected ] behind its last event."));
            return;
        }
        try {
            var node = TREES.readTree(raw);
            if (node.path("events").isArray() && !node.has("event_type")) {
                node.get("events").forEach(event -> target.accept(event(text.line(), event, null)));
            } else {
                target.accept(event(text.line(), node, raw));
            }
        } catch (JsonProcessingException broken) {
            target.accept(new InputEvent.Bad(text.line(), raw, notJson(text, broken)));
        } catch (IOException broken) {
            target.accept(new InputEvent.Bad(text.line(), raw, "not UTF-8: " + broken.getMessage()));
        }
    }

    /** Converts the tree to an event; {@code raw} is its source text, if it has its own. */
    private static InputEvent event(long line, JsonNode node, byte @Nullable [] raw) {
        try {
            return new InputEvent.Good(line, EventJson.read(node));
        } catch (EventFormatException problem) {
            // UTF-8 can't represent half a surrogate pair: the dead letter keeps the escape, as in the input.
            var text = raw == null ? UnpairedSurrogates.escaped(node.toString()).getBytes(StandardCharsets.UTF_8) : raw;
            return new InputEvent.Bad(line, text, String.valueOf(problem.getMessage()));
        }
    }

    private static String notJson(JsonSplitter.Text text, JsonProcessingException broken) {
        return "not JSON" + place(text, broken.getLocation()) + ": " + broken.getOriginalMessage()
                + ". Expected a JSON object that is an event.";
    }

    private static String place(JsonSplitter.Text text, @Nullable JsonLocation within) {
        if (within == null) {
            return "";
        }
        return within.getLineNr() <= 1
                ? " at column " + (text.column() + within.getColumnNr() - 1)
                : " at line " + (text.line() + within.getLineNr() - 1) + ", column " + within.getColumnNr();
    }
}

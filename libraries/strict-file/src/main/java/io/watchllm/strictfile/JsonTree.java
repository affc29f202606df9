package io.watchllm.strictfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.watchllm.strictfile.FileValue.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Parses a JSON text into values. */
record JsonTree(List<FileValue.Fault> faults) {

    private static final JsonFactory JSON = new JsonFactory();

    FileValue parse(byte[] text) {
        try (var parser = JSON.createParser(text)) {
            var root = value(parser, parser.nextToken(), "", 1);
            if (parser.nextToken() != null) {
                root.fault("is followed by another value", "one value");
            }
            return root;
        } catch (JsonProcessingException broken) {
            var at = broken.getLocation();
            var where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
            throw new StrictFileException(where + "is not valid JSON (" + broken.getOriginalMessage() + ")");
        } catch (IOException impossible) {
            throw new UncheckedIOException("there is no I/O in an array", impossible);
        }
    }

    private FileValue value(JsonParser parser, JsonToken token, String path, int line) throws IOException {
        var content = switch (token) {
            case null -> null;
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, FileValue>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    var key = parser.currentName();
                    int keyLine = parser.currentTokenLocation().getLineNr();
                    var value = value(parser, parser.nextToken(), FileValue.member(path, key), keyLine);
                    if (members.put(key, value) != null) {
                        value.fault("is there twice", "each key once");
                    }
                }
                yield members;
            }
            case START_ARRAY -> {
                var items = new ArrayList<FileValue>();
                for (var item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    int itemLine = parser.currentTokenLocation().getLineNr();
                    items.add(value(parser, item, path + "[" + items.size() + "]", itemLine));
                }
                yield items;
            }
            case VALUE_STRING -> new FileValue.Scalar(Kind.TEXT, parser.getText(), true);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new FileValue.Scalar(Kind.NUMBER, parser.getText(), false);
            case VALUE_NULL -> new FileValue.Scalar(Kind.NULL, parser.getText(), false);
            default -> new FileValue.Scalar(Kind.FLAG, parser.getText(), false);
        };
        return new FileValue(faults, path, line, content);
    }
}

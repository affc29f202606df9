package io.watchllm.operations.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.watchllm.schemas.DeadLetter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The value of a dead letter, for display: as JSON if it matches its schema, otherwise as text if it is text, otherwise
 * its beginning in hexadecimal.
 *
 * @param schema name of the schema, or why there is none
 * @param json the record; null when it can't be read
 * @param excerpt the beginning of a value that can't be read
 */
public record DeadLetterValue(String schema, @Nullable JsonNode json, String excerpt) {
    private static final int EXCERPT_BYTES_MAX = 512;
    private static final int TEXT_CHARACTERS_MAX = 4_096;

    /** Decodes the value with the schema from the registry. */
    public static DeadLetterValue of(DeadLetter deadLetter, SchemaRegistryClient registry) {
        var value = deadLetter.value();
        if (value == null) {
            return new DeadLetterValue("", null, "no value");
        }
        var id = deadLetter.schemaId();
        if (id.isEmpty()) {
            return new DeadLetterValue("not in the wire format", null, excerpt(value));
        }
        try {
            if (!(registry.getSchemaById(id.getAsInt()) instanceof AvroSchema avro)) {
                return new DeadLetterValue(id.getAsInt() + ", not an Avro schema", null, excerpt(value));
            }
            return read(value, id.getAsInt(), avro);
        } catch (IOException | RestClientException unknown) {
            return new DeadLetterValue(
                    id.getAsInt() + ", which the registry does not give: " + unknown.getMessage(),
                    null,
                    excerpt(value));
        }
    }

    private static DeadLetterValue read(byte[] value, int id, AvroSchema avro) {
        var name = id + ", " + avro.rawSchema().getFullName();
        try {
            return new DeadLetterValue(name, AvroJson.of(value, avro.rawSchema()), "");
        } catch (IOException malformed) {
            return new DeadLetterValue(
                    name + ", and the bytes are not what it says: " + malformed.getMessage(), null, excerpt(value));
        }
    }

    private static String excerpt(byte[] value) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            if (text.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c))) {
                return text.length() <= TEXT_CHARACTERS_MAX ? text : text.substring(0, TEXT_CHARACTERS_MAX) + "…";
            }
        } catch (CharacterCodingException notText) {
            // Shown in hexadecimal below.
        }
        var shown = Arrays.copyOf(value, Math.min(value.length, EXCERPT_BYTES_MAX));
        return HexFormat.ofDelimiter(" ").formatHex(shown) + (shown.length < value.length ? " …" : "");
    }
}

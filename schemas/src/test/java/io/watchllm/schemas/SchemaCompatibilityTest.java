package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchllm.events.Event;
import io.watchllm.events.Status;
import io.watchllm.events.ToolCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds today's schemas against a frozen copy of every version that was ever registered. A new version is frozen with
 * {@code ./mvnw test -pl schemas -am -Dtest=SchemaCompatibilityTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dschemas.freeze=v2}; a copy that is there is never written again.
 */
class SchemaCompatibilityTest {

    private static final Path FROZEN = Path.of("src", "test", "resources", "frozen");
    private static final int RECORDS = 50;
    private static final long SEED = 20261101;

    static Stream<Topic> topics() {
        return Topics.ALL.stream().filter(topic -> topic.valueSchema() != null);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldReadWhatEveryFrozenVersionWrote(Topic topic) throws Exception {
        freezeWhenAsked(topic);
        var today = schema(topic);
        var versions = versions(topic);

        assertThat(versions).as("frozen versions of " + topic.name()).isNotEmpty();
        new SchemaValidatorBuilder().canReadStrategy().validateAll().validate(today, versions);
        for (var version : versions) {
            for (var datum : new RandomData(version, RECORDS, SEED)) {
                assertThat(reread((GenericRecord) datum, version, today)).isNotNull();
            }
        }
    }

    @Test
    void shouldPassWhenOptionalFieldIsNew() throws Exception {
        var next = changed(event ->
                fields(event).add(field("extra", "[\"null\",\"string\"]").putNull("default")));

        assertThat(canRead(next, Event.getClassSchema())).isTrue();
    }

    @Test
    void shouldFailWhenDefaultOfNewFieldIsRemoved() throws Exception {
        var next = changed(event -> fields(event).add(field("extra", "[\"null\",\"string\"]")));

        assertThat(canRead(next, Event.getClassSchema())).isFalse();
    }

    @Test
    void shouldFailWhenFieldIsRenamed() throws Exception {
        var next = changed(event -> ((ObjectNode) fields(event).get(0)).put("name", "id"));

        assertThat(canRead(next, Event.getClassSchema())).isFalse();
    }

    @Test
    void shouldReadSymbolOfNewerWriterAsUnknown() throws Exception {
        var newer = Schema.createEnum(
                "Status", "Doc.", "io.watchllm.events", List.of("success", "paused", "unknown"), "unknown");
        var fields = new ArrayList<Schema.Field>();
        fields.add(new Schema.Field("tool_name", Schema.create(Schema.Type.STRING)));
        fields.add(new Schema.Field("status", newer));
        var writer = Schema.createRecord("ToolCall", "Doc.", "io.watchllm.events", false, fields);
        var record = new GenericRecordBuilder(writer)
                .set("tool_name", "t")
                .set("status", new GenericData.EnumSymbol(newer, "paused"))
                .build();

        var read = reread(record, writer, ToolCall.getClassSchema());

        assertThat(read.get("status")).hasToString(Status.unknown.name());
    }

    @Test
    void shouldNoticeWhenRecordBreaksItsSchema() {
        var record = new GenericRecordBuilder(ToolCall.getClassSchema())
                .set("tool_name", "t")
                .build();

        assertThatThrownBy(() -> reread(record, ToolCall.getClassSchema(), Event.getClassSchema()))
                .isInstanceOf(AvroTypeException.class);
    }

    private static void freezeWhenAsked(Topic topic) throws IOException {
        var version = System.getProperty("schemas.freeze");
        if (version != null) {
            var file = FROZEN.resolve(version).resolve(topic.name() + ".avsc");
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) {
                Files.writeString(
                        file,
                        new ObjectMapper().readTree(schema(topic).toString()).toPrettyString() + "\n");
            }
        }
    }

    private static List<Schema> versions(Topic topic) throws IOException {
        var versions = new ArrayList<Schema>();
        try (var folders = Files.list(FROZEN)) {
            for (var folder : folders.sorted().toList()) {
                var file = folder.resolve(topic.name() + ".avsc");
                if (Files.exists(file)) {
                    versions.add(new Schema.Parser().parse(file.toFile()));
                }
            }
        }
        return versions;
    }

    private static Schema schema(Topic topic) {
        return Objects.requireNonNull(topic.valueSchema());
    }

    private static boolean canRead(Schema reader, Schema writer) {
        try {
            new SchemaValidatorBuilder().canReadStrategy().validateAll().validate(reader, List.of(writer));
            return true;
        } catch (SchemaValidationException refused) {
            return false;
        }
    }

    private static GenericRecord reread(GenericRecord record, Schema writer, Schema reader) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(writer).write(record, encoder);
        encoder.flush();
        var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
        return new GenericDatumReader<GenericRecord>(writer, reader).read(null, decoder);
    }

    private static Schema changed(Consumer<ObjectNode> change) throws IOException {
        var event =
                (ObjectNode) new ObjectMapper().readTree(Event.getClassSchema().toString());
        change.accept(event);
        return new Schema.Parser().parse(event.toString());
    }

    private static ArrayNode fields(ObjectNode event) {
        return (ArrayNode) event.get("fields");
    }

    private static ObjectNode field(String name, String type) {
        try {
            var mapper = new ObjectMapper();
            return mapper.createObjectNode().put("name", name).set("type", mapper.readTree(type));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

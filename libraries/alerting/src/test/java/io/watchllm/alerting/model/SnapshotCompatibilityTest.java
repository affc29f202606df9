package io.watchllm.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.alerting.snapshot.BodySnapshot;
import io.watchllm.alerting.snapshot.ClockSnapshot;
import io.watchllm.alerting.snapshot.GroupSnapshot;
import io.watchllm.alerting.snapshot.PaneBatchSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds today's schemas of stored states and panes against a frozen copy of every version that was ever released. A new
 * version gets the next number in {@link SnapshotCodec#VERSIONS} and is frozen with {@code ./mvnw test -pl
 * libraries/alerting -am -Dtest=SnapshotCompatibilityTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dschemas.freeze=true}; a copy that is there is never written again.
 */
class SnapshotCompatibilityTest {

    private static final Path FROZEN =
            Path.of("src", "main", "resources", "io", "watchllm", "alerting", "model", "frozen");
    private static final int RECORDS = 50;
    private static final long SEED = 20261101;

    static Stream<Schema> schemas() {
        return Stream.of(
                GroupSnapshot.getClassSchema(),
                BodySnapshot.getClassSchema(),
                ClockSnapshot.getClassSchema(),
                PaneBatchSnapshot.getClassSchema());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void shouldReadWhatEveryFrozenVersionWrote(Schema today) throws Exception {
        freezeWhenAsked(today);
        var versions = versions(today);
        var codec = new SnapshotCodec<SpecificRecord>(today);

        new SchemaValidatorBuilder().canReadStrategy().validateAll().validate(today, versions);
        for (var version : versions) {
            for (var datum : new RandomData(version, RECORDS, SEED)) {
                var bytes = encode(version, datum);
                assertThat(codec.decode(bytes)).isNotNull();
                if (version.equals(versions.getLast())) {
                    assertThat(encode(today, codec.decode(bytes)))
                            .as("nothing is lost")
                            .isEqualTo(bytes);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void shouldHaveFrozenTodaysVersion(Schema today) throws IOException {
        var last = versions(today).getLast();

        assertThat(SchemaNormalization.parsingFingerprint64(today))
                .as("a changed schema is frozen as a new version")
                .isEqualTo(SchemaNormalization.parsingFingerprint64(last));
    }

    /** During a rolling upgrade, a process of the old release meets records of the new one. */
    @ParameterizedTest
    @MethodSource("schemas")
    void shouldRejectALaterVersion(Schema today) throws IOException {
        var fields = fields(today);
        fields.add(new Schema.Field("added", Schema.create(Schema.Type.LONG), "New in a later release.", 0L));
        var later = record(today, fields);
        var codec = new SnapshotCodec<SpecificRecord>(today);

        for (var datum : new RandomData(later, RECORDS, SEED)) {
            var bytes = encode(later, datum);
            assertThatThrownBy(() -> codec.decode(bytes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no " + today.getName() + " of a version that this program knows");
        }
    }

    /** And a process of the new release goes on from the records of the old one. */
    @Test
    void shouldReadAnEarlierVersion() throws IOException {
        var today = BodySnapshot.getClassSchema();
        var fields = fields(today);
        fields.removeIf(field -> field.name().equals("spend"));
        var earlier = record(today, fields);
        var codec = new SnapshotCodec<BodySnapshot>(today, List.of(earlier));

        for (var datum : new RandomData(earlier, RECORDS, SEED)) {
            var body = codec.decode(encode(earlier, datum));
            assertThat(body.getSpend()).isNull();
            assertThat(body.getPanes()).hasSameSizeAs((List<?>) ((GenericRecord) datum).get("panes"));
        }
    }

    private static List<Schema.Field> fields(Schema schema) {
        return new ArrayList<>(schema.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
    }

    private static Schema record(Schema like, List<Schema.Field> fields) {
        return Schema.createRecord(like.getName(), like.getDoc(), like.getNamespace(), false, fields);
    }

    private static byte[] encode(Schema schema, Object datum) throws IOException {
        var model = datum instanceof SpecificRecord ? SpecificData.get() : GenericData.get();
        return new BinaryMessageEncoder<>(model, schema).encode(datum).array();
    }

    private static void freezeWhenAsked(Schema today) throws IOException {
        var file = FROZEN.resolve("v" + SnapshotCodec.VERSIONS).resolve(today.getName() + ".avsc");
        if (Boolean.getBoolean("schemas.freeze") && !Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, new ObjectMapper().readTree(today.toString()).toPrettyString() + "\n");
        }
    }

    private static List<Schema> versions(Schema today) throws IOException {
        var versions = new ArrayList<Schema>();
        for (int version = 1; version <= SnapshotCodec.VERSIONS; version++) {
            var file = FROZEN.resolve("v" + version).resolve(today.getName() + ".avsc");
            if (Files.exists(file)) {
                versions.add(new Schema.Parser().parse(file.toFile()));
            }
        }
        return versions;
    }
}

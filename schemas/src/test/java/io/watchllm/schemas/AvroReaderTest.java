package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.events.Client;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class AvroReaderTest {

    private static final byte[] RECORD = {0, 0, 0, 0, 9, 2};

    private final List<Schema> compared = new ArrayList<>();
    private final AvroReader<Client> reader = new AvroReader<>(Client.class, (ours, writer) -> {
        compared.add(writer);
        return writer.equals(ours) ? "" : "not ours";
    });

    @Test
    void shouldCompareASchemaThatCannotBeReadOnce() {
        var other = SchemaBuilder.record("Other").fields().requiredInt("size").endRecord();

        for (var record = 0; record < 1_000; record++) {
            assertThatThrownBy(() -> reader.read(RECORD, other)).hasMessage("not ours");
        }

        assertThat(compared).containsExactly(other);
    }

    @Test
    void shouldCompareASchemaThatCanBeReadOnce() {
        var client = new Client("host-1", "1.2.3", "python");

        for (var record = 0; record < 10; record++) {
            assertThat(reader.read(WireFormat.encode(1, client), Client.getClassSchema()))
                    .isEqualTo(client);
        }

        assertThat(compared).containsExactly(Client.getClassSchema());
    }

    /** A flood of schemas neither fills the memory nor drives out what is in use. */
    @Test
    void shouldForgetTheVerdictThatWasNotUsedForLongest() {
        var ours = WireFormat.encode(1, new Client("host-1", "1.2.3", "python"));
        for (var number = 0; number < AvroReader.VERDICTS_MAX + 10; number++) {
            var other = SchemaBuilder.record("Other" + number).fields().endRecord();
            assertThatThrownBy(() -> reader.read(RECORD, other)).hasMessage("not ours");
            reader.read(ours, Client.getClassSchema());
        }
        assertThat(compared).hasSize(AvroReader.VERDICTS_MAX + 11).containsOnlyOnce(Client.getClassSchema());

        var first = SchemaBuilder.record("Other0").fields().endRecord();
        assertThatThrownBy(() -> reader.read(RECORD, first)).hasMessage("not ours");

        assertThat(compared).hasSize(AvroReader.VERDICTS_MAX + 12).last().isEqualTo(first);
    }

    /** The schema can be read as ours: what it has more would be skipped, for ever. */
    @Test
    void shouldRefuseARecordWhoseOtherFieldsAreEndless() {
        var fields = new ArrayList<Schema.Field>();
        Client.getClassSchema().getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("bomb", SchemaBombs.nested(40)));
        var wide = Schema.createRecord("Client", null, "io.watchllm.events", false, fields);

        assertThatThrownBy(() -> new AvroReader<>(Client.class)
                        .read(WireFormat.encode(7, new Client("host-1", "1.2.3", "python")), wide))
                .isInstanceOf(WireFormatException.class)
                .hasMessageStartingWith("found more than 10184 values in 23 bytes in bomb.");
    }

    @Test
    void shouldSayWhyASchemaCannotBeReadEachTime() {
        var real = new AvroReader<>(Client.class);
        var other = SchemaBuilder.record("Other").fields().requiredInt("size").endRecord();

        for (var record = 0; record < 2; record++) {
            assertThatThrownBy(() -> real.read(RECORD, other))
                    .isInstanceOf(WireFormatException.class)
                    .hasMessageStartingWith(
                            "the schema Other can't be read as io.watchllm.events.Client: NAME_MISMATCH");
        }
    }
}

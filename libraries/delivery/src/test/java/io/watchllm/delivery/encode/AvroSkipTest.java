package io.watchllm.delivery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** A field without a column is skipped by the writer's schema, which anyone may register. */
class AvroSkipTest {

    /** 2^40 values that take no byte. */
    @Test
    void shouldRefuseRecordsNestedByName() {
        var bomb = Schema.createRecord("R40", null, null, false, List.of());
        for (var level = 39; level >= 0; level--) {
            bomb = Schema.createRecord(
                    "R" + level, null, null, false, List.of(new Schema.Field("a", bomb), new Schema.Field("b", bomb)));
        }

        // The second branch of the union, which takes a byte, and nothing behind it.
        assertRefused(bomb, new byte[] {2}, "more than 10008 values in 1 bytes; expected at most 10008 values");
    }

    /** Blocks of 2^20 items that take no byte. */
    @Test
    void shouldRefuseItemsThatTakeNoByte() {
        var bytes = new byte[1 + (4 << 20)];
        bytes[0] = 2;
        for (var block = 0; block < 1 << 20; block++) {
            bytes[1 + 4 * block] = (byte) 0x80;
            bytes[2 + 4 * block] = (byte) 0x80;
            bytes[3 + 4 * block] = (byte) 0x80;
            bytes[4 + 4 * block] = 1;
        }

        assertRefused(
                Schema.createArray(Schema.create(Schema.Type.NULL)),
                bytes,
                "5242880 items or more in 4194305 bytes; expected a byte or more for each item");
    }

    private static void assertRefused(Schema hostile, byte[] record, String message) {
        var optional = Schema.createUnion(Schema.create(Schema.Type.NULL), hostile);
        var writer = SchemaBuilder.record("Row")
                .fields()
                .name("unknown")
                .type(optional)
                .noDefault()
                .endRecord();
        var bad = Objects.requireNonNull(Tables.plan(
                        writer, Tables.of(SchemaBuilder.record("Row").fields().endRecord()))
                .open()
                .add(record, 0, new Source(0, 0, 0)));

        assertThat(bad.reason()).isEqualTo(BadValue.MALFORMED);
        assertThat(bad.field()).isEqualTo("unknown");
        assertThat(bad.message()).isEqualTo(message);
    }
}

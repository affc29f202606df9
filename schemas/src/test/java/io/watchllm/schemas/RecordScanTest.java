package io.watchllm.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.schemas.RecordScan.Fault;
import io.watchllm.schemas.RecordScan.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordScanTest {

    private static final Schema SCHEMA_OF_INT = Schema.create(Schema.Type.INT);
    private static final Schema SCHEMA_OF_LONG = Schema.create(Schema.Type.LONG);
    private static final byte[] NO_BYTES = {};

    /** All 2^40 values take no byte; the walk ends where the budget does. */
    @ParameterizedTest
    @ValueSource(ints = {20, 40})
    void shouldRefuseRecordsNestedByNameWithinTheBudget(int depth) {
        var budget = ReadBudget.of(0);

        var fault = RecordScan.firstFault(SchemaBombs.nested(depth), null, NO_BYTES, 0, budget);

        assertThat(Objects.requireNonNull(fault).found()).isEqualTo("more than 10000 values in 0 bytes");
        assertThat(fault.expected()).isEqualTo("at most 10000 values");
        assertThat(budget.values()).isEqualTo(ReadBudget.VALUES_MIN + 1);
    }

    /** The blocks promise 10^12 items in 4 MiB. */
    @Test
    void shouldRefuseItemsThatTakeNoByte() {
        var bytes = SchemaBombs.blocks(1 << 20);
        var budget = ReadBudget.of(bytes.length);

        var fault = RecordScan.firstFault(Schema.createArray(Schema.create(Schema.Type.NULL)), null, bytes, 0, budget);

        assertThat(Objects.requireNonNull(fault).found()).isEqualTo("5242880 items or more in 4194305 bytes");
        assertThat(fault.expected()).isEqualTo("a byte or more for each item");
        assertThat(budget.values()).isLessThan(2L * bytes.length);
    }

    /** Each item of a thousand fields without bytes: the items are few enough, what is in them is not. */
    @Test
    void shouldRefuseItemsOfManyEmptyFields() {
        var bytes = SchemaBombs.blocks(1 << 19);
        var budget = ReadBudget.of(bytes.length);

        var fault = RecordScan.firstFault(Schema.createArray(SchemaBombs.empty(1_000)), null, bytes, 0, budget);

        assertThat(Objects.requireNonNull(fault).found()).startsWith("more than ");
        assertThat(budget.values()).isLessThan(9L * bytes.length);
    }

    /** An entry of a map has a key, so it takes a byte; what is behind the key need not. */
    @Test
    void shouldRefuseEntriesOfManyEmptyFields() {
        var bytes = new byte[1 << 16];
        bytes[0] = (byte) 0xfc;
        bytes[1] = (byte) 0xff;
        bytes[2] = 3;
        var budget = ReadBudget.of(bytes.length);

        var fault = RecordScan.firstFault(Schema.createMap(SchemaBombs.empty(1_000)), null, bytes, 0, budget);

        assertThat(Objects.requireNonNull(fault).found()).startsWith("more than ");
        assertThat(budget.values()).isLessThan(9L * bytes.length);
    }

    /** Unions that lead back to their record cost a byte each, and are bounded by depth. */
    @Test
    void shouldRefuseNestingWithoutEnd() {
        var schema = SchemaBombs.parse(
                "{\"type\":\"record\",\"name\":\"Loop\",\"fields\":[{\"name\":\"again\",\"type\":[\"null\",\"Loop\"]}]}");
        var bytes = new byte[10_000];
        Arrays.fill(bytes, (byte) 2);

        var fault = Objects.requireNonNull(RecordScan.firstFault(schema, null, bytes, 0));

        assertThat(fault.found()).isEqualTo("nested deeper than 64");
        assertThat(fault.path()).startsWith("again.again.");
    }

    /** Two million texts of a character fill a record of 4 MiB honestly. */
    @Test
    void shouldTakeALargeRecordOfManyShortTexts() throws IOException {
        var schema = Schema.createArray(
                Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING)));
        var bytes = written(schema, Collections.nCopies(1_398_000, "x"));

        assertThat(bytes.length).isBetween(4_000_000, 1 << 22);
        assertThat(RecordScan.firstFault(schema, null, bytes, 0)).isNull();
    }

    /** Nearly all fields absent, a byte each: the most values for a byte that a record of ours can have. */
    @Test
    void shouldTakeALargeRecordOfManyAbsentFields() throws IOException {
        var schema = SchemaBombs.parse(
                "{\"type\":\"array\",\"items\":[\"null\",{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"s\",\"type\":{\"type\":\"record\",\"name\":\"S\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"int\"]}]}}]}]}");
        var inner = new GenericData.Record(
                schema.getElementType().getTypes().get(1).getField("s").schema());
        var item = new GenericData.Record(schema.getElementType().getTypes().get(1));
        item.put("s", inner);
        var bytes = written(schema, Collections.nCopies(1_000_000, item));

        assertThat(RecordScan.firstFault(schema, null, bytes, 0)).isNull();
    }

    @Test
    void shouldRefuseACountThatNoRecordCanHold() {
        var schema = SchemaBombs.parse("{\"type\":\"array\",\"items\":\"null\"}");
        // A block of 2^31 items that take no byte each, then the end.
        var bytes = new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10, 0};

        assertThat(RecordScan.firstFault(schema, null, bytes, 0))
                .isEqualTo(
                        new Fault(Kind.MALFORMED, "", "2147483648 items in 1 bytes", "a count that fits the record"));
    }

    /** Avro's decoder would drop what does not fit, and read another number. */
    @Test
    void shouldRefuseANumberOfMoreBitsThanItsType() {
        var wide = new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10};
        var endless = new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2};

        assertThat(RecordScan.firstFault(SCHEMA_OF_INT, null, wide, 0))
                .isEqualTo(new Fault(Kind.MALFORMED, "", "the number 2147483648", "a number of 32 bits"));
        assertThat(RecordScan.firstFault(SCHEMA_OF_LONG, null, wide, 0)).isNull();
        assertThat(RecordScan.firstFault(SCHEMA_OF_LONG, null, endless, 0))
                .isEqualTo(new Fault(Kind.MALFORMED, "", "a number of more than 64 bits", "one of fewer"));
        endless[9] = 1;
        assertThat(RecordScan.firstFault(SCHEMA_OF_LONG, null, endless, 0)).isNull();
    }

    @Test
    void shouldNameTheItemOfAListWhereTheFaultIs() {
        var schema = SchemaBombs.parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}]}");
        var bytes = new byte[] {4, 2, 'a', 2, (byte) 0xc0, 0};

        assertThat(RecordScan.firstFault(schema, null, bytes, 0))
                .isEqualTo(new Fault(
                        Kind.NOT_UTF8,
                        "tags[1]",
                        "text whose byte 0 of 1 begins no character (0xc0)",
                        "valid UTF-8, without lone surrogates"));
    }

    private static byte[] written(Schema schema, Object datum) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<Object>(schema).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}

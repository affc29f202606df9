package io.watchllm.delivery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RejectedRowTest {
    private static final Source SOURCE = new Source(0, 0, 0);

    @Test
    void shouldNameFieldAndRangeWhenANumberDoesNotFit() {
        var bad = badRow(Schema.create(Schema.Type.LONG), "UInt16", 65_536L);

        assertThat(bad).isEqualTo(new RejectedRow("out_of_range", "value", "not within 0 to 65535"));
    }

    @Test
    void shouldTakeTheWholeRangeOfEveryWidth() {
        for (var type : List.of("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32")) {
            var signed = type.startsWith("I");
            var bits = Integer.parseInt(type.replaceAll("\\D", ""));
            var most = BigInteger.TWO.pow(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
            var least = signed ? most.negate().subtract(BigInteger.ONE) : BigInteger.ZERO;
            var schema = Schema.create(Schema.Type.LONG);

            assertThat(badRow(schema, type, most.longValueExact())).as(type).isNull();
            assertThat(badRow(schema, type, least.longValueExact())).as(type).isNull();
            if (bits < 64) {
                assertThat(badRow(schema, type, most.longValueExact() + 1))
                        .as(type)
                        .isNotNull();
                assertThat(badRow(schema, type, least.longValueExact() - 1))
                        .as(type)
                        .isNotNull();
            }
        }
    }

    @Test
    void shouldNameTheSymbolWhenTheColumnLacksIt() {
        var schema = SchemaBuilder.enumeration("Status").symbols("success", "error", "partial");

        var bad = badRow(schema, "Enum8('error' = 2, 'success' = 1)", new GenericData.EnumSymbol(schema, "partial"));

        assertThat(bad).extracting(RejectedRow::reason).isEqualTo("unknown_symbol");
        assertThat(bad).asString().contains("partial");
    }

    @Test
    void shouldRefuseANullWhenTheColumnIsNotNullable() {
        var schema = SchemaBuilder.nullable().intType();

        var bad = badRow(schema, "Int32", null);

        assertThat(bad).extracting(RejectedRow::reason).isEqualTo("null_not_allowed");
    }

    @Test
    void shouldKeepDecimalsWithinTheirDigits() {
        for (var precision : List.of(9, 18, 38)) {
            var schema = LogicalTypes.decimal(precision, 3).addToSchema(Schema.create(Schema.Type.BYTES));
            var type = "Decimal(" + precision + ", 3)";
            var bound = BigInteger.TEN.pow(precision);

            assertThat(badRow(schema, type, decimal(bound.subtract(BigInteger.ONE))))
                    .isNull();
            assertThat(badRow(
                            schema, type, decimal(bound.subtract(BigInteger.ONE).negate())))
                    .isNull();
            assertThat(badRow(schema, type, decimal(bound))).isNotNull();
            assertThat(badRow(schema, type, decimal(bound.negate()))).isNotNull();
            assertThat(badRow(schema, type, decimal(BigInteger.TWO.pow(127)))).isNotNull();
            assertThat(badRow(schema, type, decimal(BigInteger.TWO.pow(128)))).isNotNull();
            assertThat(badRow(schema, type, decimal(BigInteger.TWO.pow(400)))).isNotNull();
        }
    }

    @Test
    void shouldRefuseATimeThatClickHouseCannotHold() {
        var schema = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));

        assertThat(badRow(schema, "DateTime64(3)", Long.MAX_VALUE)).isNotNull();
        assertThat(badRow(schema, "DateTime64(3)", Long.MIN_VALUE)).isNotNull();
        assertThat(badRow(schema, "DateTime64(3)", -1L)).isNull();
    }

    @Test
    void shouldBoundTheDepthWhenARecursiveFieldIsSkipped() {
        var tree = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"Tree\",\"fields\":[{\"name\":\"tree\",\"type\":[\"null\",\"Tree\"]}]}");
        var block = Tables.plan(tree, Tables.with()).open();
        var record = new byte[100_000];
        Arrays.fill(record, (byte) 2);

        var bad = block.add(record, 0, SOURCE);

        assertThat(bad).extracting(RejectedRow::reason).isEqualTo("malformed_avro");
        assertThat(block.rows()).isZero();
    }

    private static ByteBuffer decimal(BigInteger unscaled) {
        return ByteBuffer.wrap(unscaled.toByteArray());
    }

    private static @Nullable RejectedRow badRow(Schema type, String column, @Nullable Object value) {
        var schema = Schema.createRecord("Row", null, "test", false, List.of(new Schema.Field("value", type)));
        var row = new GenericData.Record(schema);
        row.put("value", value);
        var block =
                Tables.plan(schema, Tables.with(Tables.column("value", column))).open();
        return block.add(RandomRows.avro(row), 0, SOURCE);
    }
}

package io.watchllm.delivery.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A table as the type mapping wants it for a row schema, and the values that a row must have in it. */
final class Tables {
    private Tables() {}

    static List<TableColumn> of(Schema row) {
        List<TableColumn> columns = new ArrayList<>();
        for (var field : row.getFields()) {
            columns.add(column(field.name(), type(field.schema())));
        }
        columns.addAll(provenance());
        return columns;
    }

    static List<TableColumn> provenance() {
        return List.of(
                column("ingested_at", "DateTime64(3, 'UTC')"),
                column("source_partition", "Int32"),
                column("source_offset", "Int64"));
    }

    static TableColumn column(String name, String type) {
        return new TableColumn(name, ColumnType.parse(type), true);
    }

    static List<TableColumn> with(TableColumn... columns) {
        List<TableColumn> all = new ArrayList<>(List.of(columns));
        all.addAll(provenance());
        return all;
    }

    static EncodePlan plan(Schema row, List<TableColumn> columns) {
        return switch (new PlanCompiler("rows", columns).compile(row)) {
            case PlanResult.Fit fit -> fit.plan();
            case PlanResult.Unfit unfit -> throw new IllegalStateException(String.join("; ", unfit.problems()));
        };
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .map(type -> type.getType() == Schema.Type.STRING
                                ? "LowCardinality(Nullable(String))"
                                : "Nullable(" + type(type) + ")")
                        .findFirst()
                        .orElseThrow();
            case STRING -> "String";
            case INT -> "Int32";
            case LONG -> schema.getLogicalType() == null ? "Int64" : "DateTime64(3, 'UTC')";
            case DOUBLE -> "Float64";
            case BOOLEAN -> "UInt8";
            case BYTES -> {
                var decimal = (LogicalTypes.Decimal) schema.getLogicalType();
                yield "Decimal(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
            }
            case ENUM -> {
                var symbols = schema.getEnumSymbols();
                yield IntStream.range(0, symbols.size())
                        .mapToObj(i -> "'" + symbols.get(i) + "' = " + (i + 1))
                        .collect(Collectors.joining(", ", "Enum8(", ")"));
            }
            case ARRAY -> "Array(" + type(schema.getElementType()) + ")";
            default -> throw new IllegalArgumentException("no column type for " + schema);
        };
    }

    /** What {@link NativeReader} must find for this field. */
    static @Nullable Object expected(GenericRecord row, Schema.Field field) {
        return plain(row.get(field.pos()), field.schema());
    }

    private static @Nullable Object plain(@Nullable Object value, Schema schema) {
        var of = schema.getType() == Schema.Type.UNION
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
        return switch (value) {
            case null -> null;
            case Integer number -> number.longValue();
            case Boolean flag -> flag ? 1L : 0L;
            case ByteBuffer bytes ->
                new BigDecimal(new BigInteger(copy(bytes)), ((LogicalTypes.Decimal) of.getLogicalType()).getScale());
            case List<?> items ->
                items.stream().map(item -> plain(item, of.getElementType())).toList();
            case Long number -> number;
            case Double number -> number;
            default -> value.toString();
        };
    }

    private static byte[] copy(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }
}

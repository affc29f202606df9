package io.watchllm.delivery.encode;

import com.clickhouse.data.ClickHouseColumn;
import io.watchllm.clickhouse.core.SqlLiteral;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Type of a ClickHouse column, as far as the encoder distinguishes types. */
public sealed interface ColumnType {
    /** Greatest precision of a decimal that the encoder writes. */
    int PRECISION_MAX = 38;

    /** {@code String}; any bytes. */
    record Text() implements ColumnType {}

    /** {@code Int8} to {@code Int64} and {@code UInt8} to {@code UInt64}; {@code bytes} is 1, 2, 4 or 8. */
    record Whole(int bytes, boolean signed) implements ColumnType {}

    /** {@code Float32} or {@code Float64}. */
    record Real(int bytes) implements ColumnType {}

    /** {@code Bool}. */
    record Flag() implements ColumnType {}

    /** {@code Decimal(precision, scale)} with a precision of at most {@link #PRECISION_MAX}. */
    record Decimal(int precision, int scale) implements ColumnType {
        /** Width of a value in the block. */
        public int bytes() {
            return precision <= 9 ? 4 : precision <= 18 ? 8 : 16;
        }
    }

    /** {@code DateTime64(scale)}, with or without a time zone: ticks since 1970 in UTC. */
    record Time(int scale, String zone) implements ColumnType {}

    /** {@code Enum8} or {@code Enum16}; symbols in the order of the declaration. */
    record Symbols(int bytes, Map<String, Integer> values) implements ColumnType {}

    /** {@code Array(of)}. */
    record Array(ColumnType of) implements ColumnType {}

    /** {@code Nullable(of)}. */
    record Nullable(ColumnType of) implements ColumnType {}

    /** A type that the encoder can't write; invalid only when a field maps to it. */
    record Other(String text) implements ColumnType {}

    /** The declaration of the type in a Native block. */
    default String declaration() {
        return switch (this) {
            case Text text -> "String";
            case Whole(var bytes, var signed) -> (signed ? "Int" : "UInt") + bytes * 8;
            case Real(var bytes) -> "Float" + bytes * 8;
            case Flag flag -> "Bool";
            case Decimal(var precision, var scale) -> "Decimal(" + precision + ", " + scale + ")";
            case Time(var scale, var zone) -> "DateTime64(" + scale + (zone.isEmpty() ? "" : ", '" + zone + "'") + ")";
            case Symbols(var bytes, var values) ->
                values.entrySet().stream()
                        .map(entry -> SqlLiteral.of(entry.getKey()) + " = " + entry.getValue())
                        .collect(Collectors.joining(", ", "Enum" + bytes * 8 + "(", ")"));
            case Array(var of) -> "Array(" + of.declaration() + ")";
            case Nullable(var of) -> "Nullable(" + of.declaration() + ")";
            case Other(var text) -> text;
        };
    }

    /**
     * Parses a type in {@code system.columns}; {@link Other} if the encoder does not support it.
     * {@code LowCardinality(T)} becomes plain T: a block may declare the plain type, and the server builds the
     * dictionary when it writes the part.
     */
    static ColumnType parse(String text) {
        try {
            return of(ClickHouseColumn.of("", text));
        } catch (IllegalArgumentException unknown) {
            return new Other(text);
        }
    }

    private static ColumnType of(ClickHouseColumn column) {
        var plain = plain(column);
        return plain instanceof Other || !column.isNullable() ? plain : new Nullable(plain);
    }

    /** The type apart from Nullable and LowCardinality. */
    private static ColumnType plain(ClickHouseColumn column) {
        var type = column.getDataType();
        var other = new Other(column.getOriginalTypeName());
        return switch (type) {
            case String -> new Text();
            case Bool -> new Flag();
            case Float32, Float64 -> new Real(type.getByteLength());
            case Int8, Int16, Int32, Int64 -> new Whole(type.getByteLength(), true);
            case UInt8, UInt16, UInt32, UInt64 -> new Whole(type.getByteLength(), false);
            case Decimal ->
                column.getPrecision() > PRECISION_MAX ? other : new Decimal(column.getPrecision(), column.getScale());
            case DateTime64 -> {
                var zone = column.getParameters().size() > 1
                        ? column.getParameters().get(1)
                        : "''";
                yield new Time(column.getScale(), zone.substring(1, zone.length() - 1));
            }
            case Enum8, Enum16 -> new Symbols(type.getByteLength(), symbols(column));
            case Array -> {
                var of = of(column.getNestedColumns().getFirst());
                yield of instanceof Other ? other : new Array(of);
            }
            default -> other;
        };
    }

    private static Map<String, Integer> symbols(ClickHouseColumn column) {
        Map<String, Integer> values = new LinkedHashMap<>();
        for (var symbol : column.getParameters()) {
            var equals = symbol.lastIndexOf('=');
            values.put(
                    SqlLiteral.text(symbol.substring(0, equals).strip()),
                    Integer.valueOf(symbol.substring(equals + 1).strip()));
        }
        return values;
    }
}

package io.watchllm.delivery.encode;

import com.clickhouse.data.ClickHouseColumn;
import io.watchllm.clickhouse.core.SqlLiteral;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parses the types in {@code system.columns}. {@code LowCardinality(T)} becomes plain T: a block may declare the plain
 * type, and the server builds the dictionary when it writes the part.
 */
public final class ColumnTypeParser {
    private static final int PRECISION_MAX = 38;

    private ColumnTypeParser() {}

    /** The type; {@link ColumnType.Other} if the encoder does not support it. */
    public static ColumnType parse(String text) {
        try {
            return type(ClickHouseColumn.of("", text));
        } catch (IllegalArgumentException unknown) {
            return new ColumnType.Other(text);
        }
    }

    private static ColumnType type(ClickHouseColumn column) {
        var plain = plain(column);
        if (plain == null) {
            return new ColumnType.Other(column.getOriginalTypeName());
        }
        return column.isNullable() ? new ColumnType.Nullable(plain) : plain;
    }

    /** The type apart from Nullable and LowCardinality; null if the encoder does not support it. */
    @org.jspecify.annotations.Nullable
    private static ColumnType plain(ClickHouseColumn column) {
        var type = column.getDataType();
        return switch (type) {
            case String -> new ColumnType.Text();
            case Bool -> new ColumnType.Flag();
            case Float32, Float64 -> new ColumnType.Real(type.getByteLength());
            case Int8, Int16, Int32, Int64 -> new ColumnType.Whole(type.getByteLength(), true);
            case UInt8, UInt16, UInt32, UInt64 -> new ColumnType.Whole(type.getByteLength(), false);
            case Decimal ->
                column.getPrecision() > PRECISION_MAX
                        ? null
                        : new ColumnType.Decimal(column.getPrecision(), column.getScale());
            case DateTime64 -> {
                var zone = column.getParameters().size() > 1
                        ? column.getParameters().get(1)
                        : "''";
                yield new ColumnType.Time(column.getScale(), zone.substring(1, zone.length() - 1));
            }
            case Enum8, Enum16 -> new ColumnType.Symbols(type.getByteLength(), symbols(column));
            case Array -> {
                var of = type(column.getNestedColumns().getFirst());
                yield of instanceof ColumnType.Other ? null : new ColumnType.Array(of);
            }
            default -> null;
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

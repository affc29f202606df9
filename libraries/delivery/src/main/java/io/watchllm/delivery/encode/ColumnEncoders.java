package io.watchllm.delivery.encode;

import java.nio.charset.StandardCharsets;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Maps an Avro type and a column type to an encoder, or to null where they are incompatible. */
final class ColumnEncoders {
    private ColumnEncoders() {}

    static @Nullable ColumnEncoder of(Schema field, UnionBranch branch, ColumnType type) {
        var value = valueOf(field, branch);
        if (value == null) {
            return null;
        }
        if (type instanceof ColumnType.Nullable nullable) {
            var values = leaf(value, nullable.of());
            return values == null ? null : new NullableEncoder(branch, values);
        }
        var values = leaf(value, type);
        return values == null || branch.branches() == 0 ? values : new RequiredEncoder(branch, values);
    }

    /** How the field encodes whether it has a value. */
    static UnionBranch branchOf(Schema field) {
        if (field.getType() != Schema.Type.UNION) {
            return UnionBranch.NONE;
        }
        var types = field.getTypes();
        for (var i = 0; i < types.size(); i++) {
            if (types.get(i).getType() == Schema.Type.NULL) {
                return new UnionBranch(types.size(), i);
            }
        }
        return new UnionBranch(types.size(), -1);
    }

    /** The one branch that is a value; null when there is none, or more than one. */
    private static @Nullable Schema valueOf(Schema field, UnionBranch branch) {
        if (field.getType() != Schema.Type.UNION) {
            return field;
        }
        var values = branch.branches() - (branch.nullBranch() < 0 ? 0 : 1);
        return values == 1 ? field.getTypes().get(branch.nullBranch() == 0 ? 1 : 0) : null;
    }

    private static @Nullable ColumnEncoder leaf(Schema value, ColumnType type) {
        return switch (type) {
            case ColumnType.Text text -> text(value);
            case ColumnType.Whole whole -> whole(value, whole);
            case ColumnType.Real real ->
                switch (value.getType()) {
                    case INT, LONG, FLOAT, DOUBLE -> new RealEncoder(real, value.getType());
                    default -> null;
                };
            case ColumnType.Flag flag -> value.getType() == Schema.Type.BOOLEAN ? new FlagEncoder() : null;
            case ColumnType.Decimal decimal -> decimal(value, decimal);
            case ColumnType.Time time -> time(value, time);
            case ColumnType.Symbols symbols -> symbols(value, symbols);
            case ColumnType.Array array -> array(value, array);
            case ColumnType.Nullable nullable -> null;
            case ColumnType.Other other -> null;
        };
    }

    private static @Nullable ColumnEncoder text(Schema value) {
        return switch (value.getType()) {
            case STRING -> new TextEncoder();
            // The bytes of a decimal would be meaningless in a String.
            case BYTES -> value.getLogicalType() == null ? new TextEncoder() : null;
            case ENUM ->
                new SymbolTextEncoder(value.getEnumSymbols().stream()
                        .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
            default -> null;
        };
    }

    private static @Nullable ColumnEncoder whole(Schema value, ColumnType.Whole type) {
        return switch (value.getType()) {
            case INT -> new WholeEncoder(type, false);
            case LONG -> new WholeEncoder(type, true);
            case BOOLEAN -> type.bytes() == 1 ? new FlagEncoder() : null;
            default -> null;
        };
    }

    private static @Nullable ColumnEncoder decimal(Schema value, ColumnType.Decimal type) {
        var fixedLength = value.getType() == Schema.Type.FIXED ? value.getFixedSize() : -1;
        return value.getLogicalType() instanceof LogicalTypes.Decimal decimal && decimal.getScale() == type.scale()
                ? new DecimalEncoder(type, fixedLength)
                : null;
    }

    private static @Nullable ColumnEncoder time(Schema value, ColumnType.Time type) {
        return switch (value.getLogicalType()) {
            case LogicalTypes.TimestampMillis millis -> new TimeEncoder(type, 3);
            case LogicalTypes.TimestampMicros micros -> new TimeEncoder(type, 6);
            case LogicalTypes.TimestampNanos nanos -> new TimeEncoder(type, 9);
            case null, default -> null;
        };
    }

    private static @Nullable ColumnEncoder symbols(Schema value, ColumnType.Symbols type) {
        if (value.getType() != Schema.Type.ENUM) {
            return null;
        }
        var symbols = value.getEnumSymbols().toArray(String[]::new);
        var values = new int[symbols.length];
        for (var i = 0; i < symbols.length; i++) {
            values[i] = type.values().getOrDefault(symbols[i], SymbolEncoder.MISSING);
        }
        var underNull = type.values().values().iterator().next();
        return new SymbolEncoder(symbols, values, type.bytes(), underNull);
    }

    private static @Nullable ColumnEncoder array(Schema value, ColumnType.Array type) {
        if (value.getType() != Schema.Type.ARRAY) {
            return null;
        }
        var item = value.getElementType();
        var items = of(item, branchOf(item), type.of());
        return items == null ? null : new ArrayEncoder(items);
    }
}

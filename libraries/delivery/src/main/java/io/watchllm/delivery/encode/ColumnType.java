package io.watchllm.delivery.encode;

import io.watchllm.clickhouse.core.SqlLiteral;
import java.util.Map;
import java.util.stream.Collectors;

/** Type of a ClickHouse column, as far as the encoder distinguishes types. */
public sealed interface ColumnType {

    /** The declaration of the type in a Native block. */
    String declaration();

    /** {@code String}; any bytes. */
    record Text() implements ColumnType {
        @Override
        public String declaration() {
            return "String";
        }
    }

    /** {@code Int8} to {@code Int64} and {@code UInt8} to {@code UInt64}; {@code bytes} is 1, 2, 4 or 8. */
    record Whole(int bytes, boolean signed) implements ColumnType {
        @Override
        public String declaration() {
            return (signed ? "Int" : "UInt") + bytes * 8;
        }
    }

    /** {@code Float32} or {@code Float64}. */
    record Real(int bytes) implements ColumnType {
        @Override
        public String declaration() {
            return "Float" + bytes * 8;
        }
    }

    /** {@code Bool}. */
    record Flag() implements ColumnType {
        @Override
        public String declaration() {
            return "Bool";
        }
    }

    /** {@code Decimal(precision, scale)} with a precision of at most 38. */
    record Decimal(int precision, int scale) implements ColumnType {
        /** Width of a value in the block. */
        public int bytes() {
            return precision <= 9 ? 4 : precision <= 18 ? 8 : 16;
        }

        @Override
        public String declaration() {
            return "Decimal(" + precision + ", " + scale + ")";
        }
    }

    /** {@code DateTime64(scale)}, with or without a time zone: ticks since 1970 in UTC. */
    record Time(int scale, String zone) implements ColumnType {
        @Override
        public String declaration() {
            return zone.isEmpty() ? "DateTime64(" + scale + ")" : "DateTime64(" + scale + ", '" + zone + "')";
        }
    }

    /** {@code Enum8} or {@code Enum16}; symbols in the order of the declaration. */
    record Symbols(int bytes, Map<String, Integer> values) implements ColumnType {
        @Override
        public String declaration() {
            return values.entrySet().stream()
                    .map(entry -> SqlLiteral.of(entry.getKey()) + " = " + entry.getValue())
                    .collect(Collectors.joining(", ", "Enum" + bytes * 8 + "(", ")"));
        }
    }

    /** {@code Array(of)}. */
    record Array(ColumnType of) implements ColumnType {
        @Override
        public String declaration() {
            return "Array(" + of.declaration() + ")";
        }
    }

    /** {@code Nullable(of)}. */
    record Nullable(ColumnType of) implements ColumnType {
        @Override
        public String declaration() {
            return "Nullable(" + of.declaration() + ")";
        }
    }

    /** A type that the encoder can't write; invalid only when a field maps to it. */
    record Other(String text) implements ColumnType {
        @Override
        public String declaration() {
            return text;
        }
    }
}

package io.watchllm.delivery.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a Native block the slow and plain way: written from the format's description, not from the encoder. */
final class NativeReader {
    private final ByteBuffer in;

    private NativeReader(byte[] block) {
        in = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Values by column; fails when the block does not end where its last column does. */
    static Map<String, List<@Nullable Object>> read(byte[] block) {
        var reader = new NativeReader(block);
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        var count = reader.varint();
        var rows = (int) reader.varint();
        for (var i = 0; i < count; i++) {
            var name = reader.text();
            var type = ColumnType.parse(reader.text());
            columns.put(name, reader.column(type, rows));
        }
        if (reader.in.hasRemaining()) {
            throw new IllegalStateException(reader.in.remaining() + " bytes behind the block");
        }
        return columns;
    }

    private List<@Nullable Object> column(ColumnType type, int rows) {
        List<@Nullable Object> values = new ArrayList<>();
        switch (type) {
            case ColumnType.Nullable nullable -> {
                var nulls = new byte[rows];
                in.get(nulls);
                var inner = column(nullable.of(), rows);
                for (var i = 0; i < rows; i++) {
                    values.add(nulls[i] == 1 ? null : inner.get(i));
                }
            }
            case ColumnType.Array array -> {
                var ends = new long[rows];
                for (var i = 0; i < rows; i++) {
                    ends[i] = in.getLong();
                }
                var items = column(array.of(), rows == 0 ? 0 : (int) ends[rows - 1]);
                for (var i = 0; i < rows; i++) {
                    values.add(List.copyOf(items.subList(i == 0 ? 0 : (int) ends[i - 1], (int) ends[i])));
                }
            }
            default -> {
                for (var i = 0; i < rows; i++) {
                    values.add(plain(type));
                }
            }
        }
        return values;
    }

    private Object plain(ColumnType type) {
        return switch (type) {
            case ColumnType.Text text -> text();
            case ColumnType.Whole whole -> whole(whole.bytes());
            case ColumnType.Real real -> real.bytes() == 4 ? (double) in.getFloat() : in.getDouble();
            case ColumnType.Flag flag -> (long) in.get();
            case ColumnType.Time time -> in.getLong();
            case ColumnType.Symbols symbols -> {
                var value = whole(symbols.bytes());
                yield symbols.values().entrySet().stream()
                        .filter(entry -> entry.getValue() == value)
                        .findFirst()
                        .map(Map.Entry::getKey)
                        .orElse("not a symbol: " + value);
            }
            case ColumnType.Decimal decimal -> {
                var bytes = new byte[decimal.bytes()];
                for (var i = bytes.length - 1; i >= 0; i--) {
                    bytes[i] = in.get();
                }
                yield new BigDecimal(new BigInteger(bytes), decimal.scale());
            }
            default -> throw new IllegalArgumentException("unreadable type " + type);
        };
    }

    private long whole(int bytes) {
        return switch (bytes) {
            case 1 -> in.get();
            case 2 -> in.getShort();
            case 4 -> in.getInt();
            default -> in.getLong();
        };
    }

    private String text() {
        var bytes = new byte[(int) varint()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long varint() {
        var value = 0L;
        for (var shift = 0; ; shift += 7) {
            var next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}

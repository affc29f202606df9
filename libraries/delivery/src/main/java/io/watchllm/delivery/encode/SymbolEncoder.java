package io.watchllm.delivery.encode;

/** Encodes an Avro enum into an Enum8 or Enum16 column, by symbol and not by index. */
final class SymbolEncoder extends ColumnEncoder {
    /** Value in {@link #values} for a symbol that the column does not have. */
    static final int MISSING = Integer.MIN_VALUE;

    private final String[] symbols;
    private final int[] values;
    private final int width;
    private final int underNull;

    SymbolEncoder(String[] symbols, int[] values, int width, int underNull) {
        this.symbols = symbols;
        this.values = values;
        this.width = width;
        this.underNull = underNull;
    }

    @Override
    void append(AvroInput in) throws BadValue {
        var index = index(in, values.length);
        var value = values[index];
        if (value == MISSING) {
            throw new BadValue(
                    BadValue.UNKNOWN_SYMBOL,
                    "the column has no symbol " + symbols[index] + "; add it to the column's enum and replay");
        }
        put(value);
    }

    @Override
    void appendDefault() {
        put(underNull);
    }

    private void put(int value) {
        if (width == 1) {
            bytes.putByte(value);
        } else {
            bytes.putShort(value);
        }
    }

    static int index(AvroInput in, int symbols) throws BadValue {
        var index = in.readInt();
        if (index < 0 || index >= symbols) {
            throw BadValue.malformed("symbol number " + index + " of an enum of " + symbols);
        }
        return index;
    }
}

package io.watchllm.delivery.encode;

/** Encodes an Avro enum into a String column: the symbol itself. */
final class SymbolTextEncoder extends ColumnEncoder {
    private final byte[][] symbols;

    SymbolTextEncoder(byte[][] symbols) {
        this.symbols = symbols;
    }

    @Override
    void append(AvroInput in) throws BadValue {
        bytes.putText(symbols[SymbolEncoder.index(in, symbols.length)]);
    }

    @Override
    void appendDefault() {
        bytes.putByte(0);
    }
}

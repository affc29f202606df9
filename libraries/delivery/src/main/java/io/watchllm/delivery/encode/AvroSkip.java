package io.watchllm.delivery.encode;

import org.apache.avro.Schema;

/** Skips a field that the table has no column for. */
final class AvroSkip {
    /** Deepest nesting of a skipped value: keeps a recursive schema from overflowing the stack. */
    static final int DEPTH_MAX = 64;

    private AvroSkip() {}

    static void skip(AvroInput in, Schema schema, int depth) throws BadValue {
        if (depth > DEPTH_MAX) {
            throw BadValue.malformed("nested deeper than " + DEPTH_MAX);
        }
        in.countValue();
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.skip(Float.BYTES);
            case DOUBLE -> in.skip(Double.BYTES);
            case STRING, BYTES -> in.skip(in.readLength());
            case FIXED -> in.skip(schema.getFixedSize());
            case ENUM -> SymbolEncoder.index(in, schema.getEnumSymbols().size());
            case UNION -> skip(in, branch(in, schema), depth + 1);
            case ARRAY -> skipItems(in, schema.getElementType(), false, depth);
            case MAP -> skipItems(in, schema.getValueType(), true, depth);
            case RECORD -> {
                for (var field : schema.getFields()) {
                    skip(in, field.schema(), depth + 1);
                }
            }
        }
    }

    private static Schema branch(AvroInput in, Schema union) throws BadValue {
        var index = in.readInt();
        var branches = union.getTypes();
        if (index < 0 || index >= branches.size()) {
            throw BadValue.malformed("branch " + index + " of a union of " + branches.size());
        }
        return branches.get(index);
    }

    private static void skipItems(AvroInput in, Schema item, boolean keyed, int depth) throws BadValue {
        for (var block = in.readBlockCount(); block > 0; block = in.readBlockCount()) {
            for (var i = 0; i < block; i++) {
                if (keyed) {
                    in.skip(in.readLength());
                }
                skip(in, item, depth + 1);
            }
        }
    }
}

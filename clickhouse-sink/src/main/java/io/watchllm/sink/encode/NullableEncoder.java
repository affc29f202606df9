package io.watchllm.sink.encode;

import java.io.IOException;
import java.io.OutputStream;

/** An optional field, or one that always has a value, into a Nullable column: a byte per row, then the values. */
final class NullableEncoder extends ColumnEncoder {
    private final UnionBranch branch;
    private final ColumnEncoder values;

    NullableEncoder(UnionBranch branch, ColumnEncoder values) {
        this.branch = branch;
        this.values = values;
    }

    @Override
    void append(AvroInput in) throws BadValue {
        if (branch.hasValue(in)) {
            bytes.putByte(0);
            values.append(in);
        } else {
            appendDefault();
        }
    }

    @Override
    void appendDefault() {
        bytes.putByte(1);
        values.appendDefault();
    }

    @Override
    void mark() {
        super.mark();
        values.mark();
    }

    @Override
    void undo() {
        super.undo();
        values.undo();
    }

    @Override
    void clear() {
        super.clear();
        values.clear();
    }

    @Override
    long size() {
        return super.size() + values.size();
    }

    @Override
    void writeTo(OutputStream out) throws IOException {
        super.writeTo(out);
        values.writeTo(out);
    }
}

package io.watchllm.sink.encode;

import java.io.IOException;
import java.io.OutputStream;

/** An optional field into a column that is not Nullable: a null makes the row a bad one, it never turns into a zero. */
final class RequiredEncoder extends ColumnEncoder {
    private final UnionBranch branch;
    private final ColumnEncoder values;

    RequiredEncoder(UnionBranch branch, ColumnEncoder values) {
        this.branch = branch;
        this.values = values;
    }

    @Override
    void append(AvroInput in) throws BadValue {
        if (!branch.hasValue(in)) {
            throw new BadValue(BadValue.NULL, "the value is null and the column is not Nullable");
        }
        values.append(in);
    }

    @Override
    void appendDefault() {
        values.appendDefault();
    }

    @Override
    void mark() {
        values.mark();
    }

    @Override
    void undo() {
        values.undo();
    }

    @Override
    void clear() {
        values.clear();
    }

    @Override
    long size() {
        return values.size();
    }

    @Override
    void writeTo(OutputStream out) throws IOException {
        values.writeTo(out);
    }
}

package io.watchllm.delivery.encode;

import java.util.List;

/** Encodes an optional field into a column that is not Nullable: a null rejects the row, it never becomes a zero. */
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
    List<Bytes> buffers() {
        return values.buffers();
    }
}

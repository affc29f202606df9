package io.watchllm.delivery.encode;

import java.util.List;
import java.util.stream.Stream;

/** Encodes a field, optional or not, into a Nullable column: a null map with one byte per row, then the values. */
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
    List<Bytes> buffers() {
        return Stream.concat(super.buffers().stream(), values.buffers().stream())
                .toList();
    }
}

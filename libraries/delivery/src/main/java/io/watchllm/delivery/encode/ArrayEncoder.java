package io.watchllm.delivery.encode;

import java.util.List;
import java.util.stream.Stream;

/** Encodes an Avro array into an Array column: end positions, then all items as one column. */
final class ArrayEncoder extends ColumnEncoder {
    private final ColumnEncoder items;

    ArrayEncoder(ColumnEncoder items) {
        this.items = items;
    }

    @Override
    void append(AvroInput in) throws BadValue {
        var count = count();
        for (var block = in.readBlockCount(); block > 0; block = in.readBlockCount()) {
            for (var i = 0; i < block; i++) {
                items.append(in);
            }
            count += block;
        }
        bytes.putLong(count);
    }

    @Override
    void appendDefault() {
        bytes.putLong(count());
    }

    /** Items so far: where the last row ends. */
    private long count() {
        return bytes.size() == 0 ? 0 : bytes.lastLong();
    }

    @Override
    List<Bytes> buffers() {
        return Stream.concat(super.buffers().stream(), items.buffers().stream()).toList();
    }
}

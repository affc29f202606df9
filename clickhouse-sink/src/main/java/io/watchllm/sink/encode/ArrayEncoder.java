package io.watchllm.sink.encode;

import java.io.IOException;
import java.io.OutputStream;

/** An Avro array into an Array column: end positions, then all items as one column. */
final class ArrayEncoder extends ColumnEncoder {
    private final ColumnEncoder items;
    private long count;
    private long countAtMark;

    ArrayEncoder(ColumnEncoder items) {
        this.items = items;
    }

    @Override
    void append(AvroInput in) throws BadValue {
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
        bytes.putLong(count);
    }

    @Override
    void mark() {
        super.mark();
        items.mark();
        countAtMark = count;
    }

    @Override
    void undo() {
        super.undo();
        items.undo();
        count = countAtMark;
    }

    @Override
    void clear() {
        super.clear();
        items.clear();
        count = 0;
        countAtMark = 0;
    }

    @Override
    long size() {
        return super.size() + items.size();
    }

    @Override
    void writeTo(OutputStream out) throws IOException {
        super.writeTo(out);
        items.writeTo(out);
    }
}

package io.watchllm.sink.encode;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Reads one field of a record and appends it to one column. Every column keeps its values in {@link #bytes}, in the
 * form of the Native format; columns of two parts (nullable, array) hold another column.
 */
abstract class ColumnEncoder {
    final Bytes bytes = new Bytes();
    private int mark;

    /** Appends the next value of the input. After a {@link BadValue} the column is unusable until {@link #undo}. */
    abstract void append(AvroInput in) throws BadValue;

    /** Appends what stands under a null. */
    abstract void appendDefault();

    /** Remembers where the row begins. */
    void mark() {
        mark = bytes.size();
    }

    /** Goes back to the last mark. */
    void undo() {
        bytes.truncate(mark);
    }

    void clear() {
        bytes.truncate(0);
    }

    /** Bytes in the block, without name and type. */
    long size() {
        return bytes.size();
    }

    void writeTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
    }
}

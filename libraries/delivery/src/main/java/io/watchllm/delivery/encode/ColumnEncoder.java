package io.watchllm.delivery.encode;

import java.util.List;

/**
 * Reads one field of a record and appends it to one column. Every column keeps its values in {@link #bytes}, in the
 * Native format; columns of two parts (nullable, array) hold another column. All state is in the buffers, so truncating
 * them undoes a row.
 */
abstract class ColumnEncoder {
    final Bytes bytes = new Bytes();

    /** Appends the next value of the input. After a {@link BadValue} the row must be undone in all {@link #buffers}. */
    abstract void append(AvroInput in) throws BadValue;

    /** Appends the placeholder value that is stored under a null. */
    abstract void appendDefault();

    /** The buffers of the column, in the order in which the block has them. */
    List<Bytes> buffers() {
        return List.of(bytes);
    }
}

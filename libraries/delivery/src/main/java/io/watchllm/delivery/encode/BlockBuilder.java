package io.watchllm.delivery.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Builds one block in the Native format, row by row. Between {@link #clear} calls the bytes only grow, and
 * {@link #writeTo} gives the same bytes however often it is called, so that a batch can be sent again unchanged. Not
 * thread-safe.
 */
public final class BlockBuilder {
    /** Average bytes per column that the record does not have: null maps, fixed widths and provenance. */
    private static final int BYTES_PER_COLUMN = 4;

    private final EncodePlan plan;
    /** Encoders by field of the writer schema; null where the field is skipped. */
    private final @Nullable ColumnEncoder[] encoders;

    private final Schema[] schemas;
    private final String[] fields;
    private final List<Column> columns = new ArrayList<>();
    /** Buffers of all columns, the sink's own at the end. */
    private final Bytes[] buffers;

    private final Bytes ingestedAt = new Bytes();
    private final Bytes partitions = new Bytes();
    private final Bytes offsets = new Bytes();
    private final AvroInput in = new AvroInput();
    private int rows;
    private long estimatedBytes;

    /** Header of the column in the block, and its values. */
    private record Column(Bytes head, List<Bytes> values) {}

    BlockBuilder(EncodePlan plan, List<EncodePlan.Step> steps) {
        this.plan = plan;
        this.encoders = new @Nullable ColumnEncoder[steps.size()];
        this.schemas = steps.stream().map(EncodePlan.Step::schema).toArray(Schema[]::new);
        this.fields = steps.stream().map(EncodePlan.Step::field).toArray(String[]::new);
        for (var i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            var column = step.column();
            if (column != null) {
                var encoder = ColumnEncoders.of(step.schema(), step.branch(), column.type());
                encoders[i] = encoder;
                columns.add(new Column(
                        head(column.name(), column.type().declaration()),
                        Objects.requireNonNull(encoder, step.field()).buffers()));
            }
        }
        columns.add(provenance(Provenance.INGESTED_AT, ingestedAt));
        columns.add(provenance(Provenance.SOURCE_PARTITION, partitions));
        columns.add(provenance(Provenance.SOURCE_OFFSET, offsets));
        this.buffers =
                columns.stream().flatMap(column -> column.values().stream()).toArray(Bytes[]::new);
    }

    private static Column provenance(Provenance provenance, Bytes values) {
        return new Column(head(provenance.column(), provenance.type()), List.of(values));
    }

    /** Name and type, which precede the column's values. */
    private static Bytes head(String name, String type) {
        var nameBytes = name.getBytes(StandardCharsets.UTF_8);
        var typeBytes = type.getBytes(StandardCharsets.UTF_8);
        var head = new Bytes();
        head.putText(nameBytes);
        head.putText(typeBytes);
        return head;
    }

    /** The plan that opened this block. */
    public EncodePlan plan() {
        return plan;
    }

    /**
     * Adds the record as a row, or leaves the block as it was.
     *
     * @param record holds the Avro binary of one row, from {@code from} to its end
     * @param source the record's position in Kafka
     * @return null when the row was added, else why it was not
     */
    public @Nullable RejectedRow add(byte[] record, int from, Source source) {
        in.reset(record, from, record.length);
        for (var buffer : buffers) {
            buffer.mark();
        }
        var field = 0;
        try {
            for (; field < encoders.length; field++) {
                var encoder = encoders[field];
                if (encoder == null) {
                    AvroSkip.skip(in, schemas[field], 0);
                } else {
                    encoder.append(in);
                }
            }
            if (in.remaining() != 0) {
                throw BadValue.malformed(in.remaining() + " bytes are left behind the last field");
            }
        } catch (BadValue bad) {
            for (var buffer : buffers) {
                buffer.undo();
            }
            return new RejectedRow(bad.reason(), field < fields.length ? fields[field] : "", messageOf(bad));
        }
        ingestedAt.putLong(source.timestamp());
        partitions.putInt(source.partition());
        offsets.putLong(source.offset());
        rows++;
        estimatedBytes += record.length - from + (long) encoders.length * BYTES_PER_COLUMN;
        return null;
    }

    private static String messageOf(BadValue bad) {
        var message = bad.getMessage();
        return message == null ? bad.reason() : message;
    }

    /** Rows in the block. */
    public int rows() {
        return rows;
    }

    /** Estimated size of the block in bytes; cheap enough to read after every row. */
    public long estimatedBytes() {
        return estimatedBytes;
    }

    /** Exact size of the values in bytes. */
    public long bytes() {
        var bytes = 0L;
        for (var buffer : buffers) {
            bytes += buffer.size();
        }
        return bytes;
    }

    /** Bytes that its buffers take in memory, used or not. */
    public long capacityBytes() {
        var bytes = 0L;
        for (var buffer : buffers) {
            bytes += buffer.capacity();
        }
        return bytes;
    }

    /** Empties the block and keeps its buffers. */
    public void clear() {
        for (var buffer : buffers) {
            buffer.clear();
        }
        rows = 0;
        estimatedBytes = 0;
    }

    /** Writes the whole block. */
    public void writeTo(OutputStream out) throws IOException {
        var counts = new Bytes();
        counts.putVarint(columns.size());
        counts.putVarint(rows);
        counts.writeTo(out);
        for (var column : columns) {
            column.head().writeTo(out);
            for (var values : column.values()) {
                values.writeTo(out);
            }
        }
    }
}

package io.watchllm.sink.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One Native block, row by row. Between {@link #clear} calls the bytes only grow, and {@link #writeTo} gives the same
 * bytes however often it is called, so that a batch can be sent again as it was. Not safe for several threads at once.
 */
public final class BlockBuilder {
    /** Nullable maps, fixed widths and provenance, which a record does not bring along: a rough mean for a column. */
    private static final int BYTES_PER_COLUMN = 4;

    private final EncodePlan plan;
    /** By field of the writer schema; null where the field is skipped. */
    private final @Nullable ColumnEncoder[] encoders;

    private final Schema[] schemas;
    private final String[] fields;
    private final List<byte[]> heads = new ArrayList<>();
    private final byte[][] provenanceHeads;
    private final Bytes ingestedAt = new Bytes();
    private final Bytes partitions = new Bytes();
    private final Bytes offsets = new Bytes();
    private final AvroInput in = new AvroInput();
    private int rows;
    private long estimatedBytes;

    BlockBuilder(EncodePlan plan, List<FieldStep> steps) {
        this.plan = plan;
        this.encoders = new @Nullable ColumnEncoder[steps.size()];
        this.schemas = steps.stream().map(FieldStep::schema).toArray(Schema[]::new);
        this.fields = steps.stream().map(FieldStep::field).toArray(String[]::new);
        for (var i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            var column = step.column();
            if (column != null) {
                encoders[i] = ColumnEncoders.of(step.schema(), step.branch(), column.type());
                heads.add(head(column.name(), column.type().declaration()));
            }
        }
        this.provenanceHeads = new byte[][] {
            head(Provenance.INGESTED_AT), head(Provenance.SOURCE_PARTITION), head(Provenance.SOURCE_OFFSET)
        };
    }

    private static byte[] head(Provenance provenance) {
        return head(provenance.column(), provenance.type());
    }

    /** Name and type, as they stand in front of the column's values. */
    private static byte[] head(String name, String type) {
        var nameBytes = name.getBytes(StandardCharsets.UTF_8);
        var typeBytes = type.getBytes(StandardCharsets.UTF_8);
        var head = new Bytes();
        head.putText(nameBytes);
        head.putText(typeBytes);
        return head.toArray();
    }

    /** The plan that opened this block. */
    public EncodePlan plan() {
        return plan;
    }

    /**
     * Adds the record as a row, or leaves the block as it was.
     *
     * @param record holds the Avro binary of one row, from {@code from} to its end
     * @param source the record's place in Kafka
     * @return null when the row is in, else why it is not
     */
    public @Nullable BadRow add(byte[] record, int from, Source source) {
        in.reset(record, from, record.length);
        var field = 0;
        try {
            for (; field < encoders.length; field++) {
                var encoder = encoders[field];
                if (encoder == null) {
                    AvroSkip.skip(in, schemas[field], 0);
                } else {
                    encoder.mark();
                    encoder.append(in);
                }
            }
            if (in.remaining() != 0) {
                throw BadValue.malformed(in.remaining() + " bytes are left behind the last field");
            }
        } catch (BadValue bad) {
            undo(Math.min(field, encoders.length - 1));
            return new BadRow(bad.reason(), field < fields.length ? fields[field] : "", messageOf(bad));
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

    private void undo(int lastTouched) {
        for (var i = 0; i <= lastTouched; i++) {
            var encoder = encoders[i];
            if (encoder != null) {
                encoder.undo();
            }
        }
    }

    /** Rows in the block. */
    public int rows() {
        return rows;
    }

    /** About the size of the block in bytes; cheap, for bounds that are asked after every row. */
    public long estimatedBytes() {
        return estimatedBytes;
    }

    /** Exact size of the values in bytes. */
    public long bytes() {
        var bytes = (long) ingestedAt.size() + partitions.size() + offsets.size();
        for (var encoder : encoders) {
            bytes += encoder == null ? 0 : encoder.size();
        }
        return bytes;
    }

    /** Empties the block and keeps its buffers. */
    public void clear() {
        for (var encoder : encoders) {
            if (encoder != null) {
                encoder.clear();
            }
        }
        ingestedAt.truncate(0);
        partitions.truncate(0);
        offsets.truncate(0);
        rows = 0;
        estimatedBytes = 0;
    }

    /** Writes the whole block. */
    public void writeTo(OutputStream out) throws IOException {
        var counts = new Bytes();
        counts.putVarint(heads.size() + provenanceHeads.length);
        counts.putVarint(rows);
        counts.writeTo(out);
        var column = 0;
        for (var encoder : encoders) {
            if (encoder != null) {
                out.write(heads.get(column++));
                encoder.writeTo(out);
            }
        }
        var provenance = new Bytes[] {ingestedAt, partitions, offsets};
        for (var i = 0; i < provenance.length; i++) {
            out.write(provenanceHeads[i]);
            provenance[i].writeTo(out);
        }
    }
}

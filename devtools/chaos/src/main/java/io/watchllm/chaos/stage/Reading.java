package io.watchllm.chaos.stage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** The rows that scenarios send: made of their id alone. Not for several threads at once. */
final class Reading {
    private static final String FIELDS = """
            {"type": "record", "name": "Reading", "namespace": "io.watchllm.chaos", "fields": [
              {"name": "id", "type": "long"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "account", "type": "string"},
              {"name": "tokens", "type": "long"},
              {"name": "cost", "type": {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 6}},
              {"name": "note", "type": ["null", "string"], "default": null}%s
            ]}""";

    /** The schema that a scenario begins with. */
    static final Schema FIRST = new Schema.Parser().parse(FIELDS.formatted(""));

    /** A later one: a field with a column, and one without. */
    static final Schema SECOND = new Schema.Parser()
            .parse(FIELDS.formatted(",\n{\"name\": \"region\", \"type\": [\"null\", \"string\"], \"default\": null},"
                    + "\n{\"name\": \"nowhere\", \"type\": [\"null\", \"long\"], \"default\": null}"));

    private static final long START_MILLIS = 1_790_000_000_000L;
    private static final long STEP_MILLIS = 611;
    private static final long SPAN_MILLIS = 3 * 3_600_000L;
    private static final int ACCOUNTS = 20;

    private static final long MONTH_MILLIS = 31 * 24 * 3_600_000L;
    private static final int MONTHS = 3;

    private final Random random = new Random();
    private int months = 1;
    private int noteChars;
    private @Nullable BinaryEncoder encoder;

    /** From now on times are of three months, by turns within each partition. */
    void threeMonths() {
        months = MONTHS;
    }

    /** From now on each record has a note of so many characters more. */
    void noteChars(int chars) {
        noteChars = chars;
    }

    /** The record of an id, in the wire format. */
    byte[] wire(int schemaId, long id, boolean second) {
        random.setSeed(id);
        var bytes = new ByteArrayOutputStream(128);
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
        var to = EncoderFactory.get().binaryEncoder(bytes, encoder);
        encoder = to;
        try {
            to.writeLong(id);
            to.writeLong(
                    START_MILLIS + id * STEP_MILLIS % SPAN_MILLIS + id / TestBed.PARTITIONS % months * MONTH_MILLIS);
            to.writeString("account-" + random.nextInt(ACCOUNTS));
            to.writeLong(random.nextInt(100_000));
            to.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(random.nextInt(10_000_000))
                    .array());
            var noted = random.nextInt(3) == 0 || noteChars > 0;
            to.writeIndex(noted ? 1 : 0);
            if (noted) {
                to.writeString("note " + id + " ".repeat(noteChars));
            }
            if (second) {
                to.writeIndex(1);
                to.writeString("region-" + id % 7);
                to.writeIndex(1);
                to.writeLong(id);
            }
            to.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    /** What a broken producer could send in its place: a different kind by id. */
    byte[] poison(int schemaId, long id) {
        var whole = wire(schemaId, id, false);
        return switch ((int) (id % 3)) {
            case 0 -> java.util.Arrays.copyOf(whole, whole.length / 2);
            case 1 -> ("{\"id\": " + id + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            default -> wire(Integer.MAX_VALUE, id, false);
        };
    }
}

package io.watchllm.privacy;

import io.watchllm.schemas.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Redacts Avro records of any schema; everything other than text stays unchanged. Thread-safe. */
final class GenericRedaction {

    /** Ids that are also in the dead letter's key and by which users find the event. */
    private static final Set<String> IDS = Set.of("event_id", "project_id", "run_id");

    private final Redaction redaction;
    private final ByteMask mask;

    GenericRedaction(Redaction redaction) {
        this.redaction = redaction;
        mask = new ByteMask(redaction);
    }

    /** Rules to apply and their matches. Used for one record. */
    private static final class Work {
        private final long asked;
        private final Findings findings;
        private boolean changed;

        Work(long asked, Findings findings) {
            this.asked = asked;
            this.findings = findings;
        }
    }

    /** Redacts a value; the same array when nothing is found, null when it does not match the schema. */
    byte @Nullable [] redact(byte[] value, Schema writer, long asked, Findings findings) {
        int offset = WireFormat.PAYLOAD_OFFSET;
        var decoder = DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null);
        try {
            var work = new Work(asked, findings);
            @Nullable Object datum = new GenericDatumReader<@Nullable Object>(writer).read(null, decoder);
            var redacted = datum instanceof IndexedRecord record ? fields(record, true, work) : any(datum, false, work);
            return work.changed ? written(value, writer, redacted) : value;
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            // Avro throws all kinds of exceptions for invalid bytes; such bytes are masked byte by byte.
            return null;
        }
    }

    private static byte[] written(byte[] value, Schema writer, @Nullable Object datum) throws IOException {
        var bytes = new ByteArrayOutputStream(value.length);
        bytes.write(value, 0, WireFormat.PAYLOAD_OFFSET);
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<@Nullable Object>(writer).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private IndexedRecord fields(IndexedRecord record, boolean top, Work work) {
        for (var field : record.getSchema().getFields()) {
            if (!(top && IDS.contains(field.name()))) {
                boolean json = field.getProp("json") != null;
                record.put(field.pos(), field(record.get(field.pos()), field, json, work));
            }
        }
        return record;
    }

    private @Nullable Object field(@Nullable Object value, Schema.Field field, boolean json, Work work) {
        // Decimals and similar types are numbers, though encoded as bytes.
        boolean number = value instanceof ByteBuffer && hasLogicalType(field.schema());
        return number ? value : any(value, json, work);
    }

    private static boolean hasLogicalType(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream().anyMatch(type -> type.getLogicalType() != null)
                : schema.getLogicalType() != null;
    }

    private @Nullable Object any(@Nullable Object value, boolean json, Work work) {
        return switch (value) {
            case CharSequence text -> text(text.toString(), json, work);
            case IndexedRecord record -> fields(record, false, work);
            case List<?> items -> items(items, json, work);
            case Map<?, ?> members -> members(members, json, work);
            case ByteBuffer bytes -> ByteBuffer.wrap(bytes(copy(bytes), work));
            case GenericFixed fixed -> {
                var masked = bytes(fixed.bytes(), work);
                System.arraycopy(masked, 0, fixed.bytes(), 0, masked.length);
                yield fixed;
            }
            case null, default -> value;
        };
    }

    private List<?> items(List<?> items, boolean json, Work work) {
        var all = new ArrayList<@Nullable Object>(items.size());
        for (var item : items) {
            all.add(any(item, json, work));
        }
        return all;
    }

    private Map<String, @Nullable Object> members(Map<?, ?> members, boolean json, Work work) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        members.forEach((name, value) -> all.put(text(name.toString(), false, work), any(value, json, work)));
        return all;
    }

    private String text(String text, boolean json, Work work) {
        var redacted = redaction.redact(text, work.asked, json, work.findings);
        work.changed |= !redacted.equals(text);
        return redacted;
    }

    private byte[] bytes(byte[] bytes, Work work) {
        var masked = mask.text(bytes, work.asked, work.findings);
        work.changed |= !Arrays.equals(masked, bytes);
        return masked;
    }

    private static byte[] copy(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }
}

package io.watchllm.schemas;

import java.util.HexFormat;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Scans Avro bytes by their writer schema before anything is allocated for them. It checks what the decoder does not:
 * that all text is valid UTF-8 (Java would silently replace invalid bytes), that no length or count exceeds the bytes
 * available (otherwise a few corrupt bytes could request gigabytes), and that the work of reading is proportional to
 * the bytes ({@link ReadBudget}).
 */
public final class RecordScan {

    private static final int DEPTH_MAX = 64;
    private static final int SHOWN_BYTES = 8;
    private static final int VARINT_BYTES_MAX = 10;

    /** Bits of a varint's tenth byte that don't fit into a long, including the continuation bit. */
    private static final int LOST_BITS = 0xfe;

    private final byte[] bytes;
    private final ReadBudget budget;
    private int at;

    private RecordScan(byte[] bytes, int from, ReadBudget budget) {
        this.bytes = bytes;
        this.budget = budget;
        at = from;
    }

    /** Kind of a fault. */
    public enum Kind {
        /** The bytes do not match the schema, or take too much work for their size. */
        MALFORMED,
        /** A text is not valid UTF-8. */
        NOT_UTF8
    }

    /**
     * A fault of a record.
     *
     * @param path of the field, such as {@code payload.tags[1]}, or empty for the whole
     */
    public record Fault(Kind kind, String path, String found, String expected) {

        /** The path, for messages; {@code record} for the whole. */
        public String where() {
            return path.isEmpty() ? "record" : path;
        }
    }

    /** The first fault of the record that begins at {@code from}, within the budget of its bytes. */
    public static @Nullable Fault firstFault(Schema writer, @Nullable Schema reader, byte[] bytes, int from) {
        return firstFault(writer, reader, bytes, from, ReadBudget.of(bytes.length - from));
    }

    /**
     * The first fault of the record that begins at {@code from} and should extend to the end, or null.
     *
     * @param reader the schema it will be read as, if different: bytes that are read as text must be text
     * @param budget how many values it may hold
     */
    public static @Nullable Fault firstFault(
            Schema writer, @Nullable Schema reader, byte[] bytes, int from, ReadBudget budget) {
        var scan = new RecordScan(bytes, from, budget);
        try {
            scan.walk(writer, reader, 0);
            if (scan.at < bytes.length) {
                throw fault("%d bytes too long".formatted(bytes.length - scan.at), "no bytes behind the record");
            }
            return null;
        } catch (Finding finding) {
            return new Fault(finding.kind, finding.path, finding.found, finding.expected);
        }
    }

    private void walk(Schema schema, @Nullable Schema reader, int depth) {
        if (depth > DEPTH_MAX) {
            throw fault("nested deeper than " + DEPTH_MAX, "less nesting");
        }
        if (!budget.takesValue()) {
            throw fault(budget.found(), budget.expected());
        }
        switch (schema.getType()) {
            case RECORD -> walkFields(schema, ReadAs.record(reader, schema), depth);
            case UNION -> walkBranch(schema, reader, depth);
            case ARRAY -> walkItems(schema.getElementType(), ReadAs.item(reader), depth);
            case MAP -> walkEntries(schema.getValueType(), depth);
            case STRING -> text();
            case BYTES -> {
                if (ReadAs.isText(reader)) {
                    text();
                } else {
                    skip(length());
                }
            }
            case FIXED -> skip(schema.getFixedSize());
            case ENUM -> index(schema.getEnumSymbols().size(), "a symbol's number");
            case INT -> number();
            case LONG -> varint();
            case FLOAT -> skip(Float.BYTES);
            case DOUBLE -> skip(Double.BYTES);
            case BOOLEAN -> skip(1);
            case NULL -> {
                // Takes no bytes.
            }
        }
    }

    private void walkFields(Schema schema, @Nullable Schema reader, int depth) {
        for (var field : schema.getFields()) {
            try {
                walk(field.schema(), ReadAs.field(reader, field), depth + 1);
            } catch (Finding fault) {
                throw fault.within(field.name());
            }
        }
    }

    private void walkBranch(Schema schema, @Nullable Schema reader, int depth) {
        int branch = index(schema.getTypes().size(), "a branch's number");
        walk(schema.getTypes().get(branch), reader, depth + 1);
    }

    private void walkItems(Schema item, @Nullable Schema reader, int depth) {
        walkBlocks(() -> walk(item, reader, depth + 1));
    }

    /** Our schemas have no maps; those of another producer's schema are checked but never decoded. */
    private void walkEntries(Schema value, int depth) {
        walkBlocks(() -> {
            text();
            walk(value, null, depth + 1);
        });
    }

    private void walkBlocks(Runnable item) {
        int position = 0;
        for (long count = blockCount(); count != 0; count = blockCount()) {
            for (long left = count; left > 0; left--) {
                try {
                    item.run();
                } catch (Finding fault) {
                    throw fault.within("[" + position + "]");
                }
                position++;
            }
        }
    }

    private long blockCount() {
        long count = varint();
        if (count < 0) {
            // A negative count is followed by the size of its block in bytes.
            long size = varint();
            if (size < 0) {
                throw fault("a block of " + size + " bytes", "a size that fits the record");
            }
            count = -count;
        }
        // In our schemas each item takes at least one byte; zero-byte items could be counted endlessly.
        if (count < 0 || count > bytes.length - at) {
            throw fault(count + " items in " + (bytes.length - at) + " bytes", "a count that fits the record");
        }
        if (!budget.takesItems(count)) {
            throw fault(budget.found(), budget.expected());
        }
        return count;
    }

    private void text() {
        int length = length();
        int invalid = Utf8.firstInvalid(bytes, at, at + length);
        if (invalid >= 0) {
            int shown = Math.min(SHOWN_BYTES, at + length - invalid);
            throw new Finding(
                    Kind.NOT_UTF8,
                    "text whose byte %d of %d begins no character (0x%s)"
                            .formatted(invalid - at, length, HexFormat.of().formatHex(bytes, invalid, invalid + shown)),
                    "valid UTF-8, without lone surrogates");
        }
        at += length;
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > bytes.length - at) {
            throw fault(
                    "%d bytes long with %d bytes left".formatted(length, bytes.length - at),
                    "a length that fits the record");
        }
        return (int) length;
    }

    private void skip(int count) {
        if (count > bytes.length - at) {
            throw cutShort();
        }
        at += count;
    }

    private int index(int size, String what) {
        long index = varint();
        if (index < 0 || index >= size) {
            throw fault("number " + index, what + " from 0 to " + (size - 1));
        }
        return (int) index;
    }

    /** Rejects numbers above 32 bits, whose upper bits the decoder would drop. */
    private void number() {
        long value = varint();
        if (value != (int) value) {
            throw fault("the number " + value, "a number of 32 bits");
        }
    }

    private long varint() {
        long value = 0;
        for (int count = 0; count < VARINT_BYTES_MAX; count++) {
            if (at >= bytes.length) {
                throw cutShort();
            }
            byte each = bytes[at++];
            if (count == VARINT_BYTES_MAX - 1 && (each & LOST_BITS) != 0) {
                break;
            }
            value |= (long) (each & 0x7f) << (7 * count);
            if (each >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw fault("a number of more than 64 bits", "one of fewer");
    }

    private static Finding cutShort() {
        return fault("cut short", "all bytes of the record");
    }

    private static Finding fault(String found, String expected) {
        return new Finding(Kind.MALFORMED, found, expected);
    }

    /** Carries the fault to the caller; never leaves this class. */
    private static final class Finding extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Kind kind;
        private final String found;
        private final String expected;
        private String path = "";

        Finding(Kind kind, String found, String expected) {
            // No stack trace: a flood of invalid records must not cost more than valid ones.
            super(found, null, false, false);
            this.kind = kind;
            this.found = found;
            this.expected = expected;
        }

        Finding within(String step) {
            boolean joined = path.isEmpty() || path.startsWith("[");
            path = joined ? step + path : step + "." + path;
            return this;
        }
    }
}

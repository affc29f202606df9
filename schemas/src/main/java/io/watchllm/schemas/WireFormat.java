package io.watchllm.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: a zero byte, the schema's id in the registry as four bytes (big-endian), and the record in
 * Avro's binary encoding. Thread-safe.
 */
public final class WireFormat {

    /** First byte of every record. */
    public static final byte MAGIC = 0;

    /** Offset of the Avro bytes. */
    public static final int PAYLOAD_OFFSET = 5;

    private static final int BUFFER_BYTES = 512;

    private static final ClassValue<DatumWriter<SpecificRecord>> WRITERS = new ClassValue<>() {
        @Override
        protected DatumWriter<SpecificRecord> computeValue(Class<?> type) {
            var model = SpecificData.getForClass(type);
            return new Writer(model.getSchema(type), model);
        }
    };

    /**
     * Faster writer for rows, which have dozens of nullable fields: selects the branch of the union without looking at
     * the value's class.
     */
    private static final class Writer extends SpecificDatumWriter<SpecificRecord> {
        Writer(Schema schema, SpecificData model) {
            super(schema, model);
        }

        @Override
        protected int resolveUnion(Schema union, @Nullable Object value) {
            var types = union.getTypes();
            boolean optional = types.size() == 2 && types.get(0).getType() == Schema.Type.NULL;
            return optional ? (value == null ? 0 : 1) : super.resolveUnion(union, value);
        }
    }

    private static final ThreadLocal<@Nullable BinaryEncoder> ENCODERS = new ThreadLocal<>();

    private WireFormat() {}

    /**
     * Encodes the record with the id of its schema.
     *
     * @throws WireFormatException when the record violates its schema, for example by a null in a required field
     */
    public static byte[] encode(int schemaId, SpecificRecord record) {
        var bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        bytes.write(MAGIC);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
        var encoder = EncoderFactory.get().binaryEncoder(bytes, ENCODERS.get());
        ENCODERS.set(encoder);
        try {
            WRITERS.get(record.getClass()).write(record, encoder);
            encoder.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (RuntimeException failure) {
            throw new WireFormatException(
                    "a " + record.getSchema().getFullName() + " breaks its schema: " + failure.getMessage(), failure);
        }
        return bytes.toByteArray();
    }

    /**
     * Id of the writer schema.
     *
     * @throws WireFormatException when the bytes are not in the wire format
     */
    public static int schemaId(byte[] bytes) {
        if (bytes.length < PAYLOAD_OFFSET) {
            throw new WireFormatException("found " + bytes.length
                    + " bytes; a record begins with a zero byte and the four bytes of its schema id");
        }
        if (bytes[0] != MAGIC) {
            throw new WireFormatException(
                    "found the first byte 0x%02x%s; a record begins with 0x00 and the four bytes of its schema id"
                            .formatted(bytes[0] & 0xff, looksLikeJson(bytes[0]) ? ", perhaps JSON" : ""));
        }
        return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    }

    /** Puts another schema id into an encoded record. */
    public static void setSchemaId(byte[] bytes, int schemaId) {
        ByteBuffer.wrap(bytes, 1, Integer.BYTES).putInt(schemaId);
    }

    private static boolean looksLikeJson(byte first) {
        return first == '{' || first == '[' || first == '"';
    }
}

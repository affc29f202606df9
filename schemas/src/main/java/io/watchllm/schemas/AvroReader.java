package io.watchllm.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records of one type from the wire format, whichever version of the schema they were written with. Keeps one
 * reader for each writer's schema. For one thread.
 *
 * @param <T> the record, a generated class
 */
public final class AvroReader<T extends SpecificRecord> {

    private final SpecificData model;
    private final Schema expected;
    private final Map<Schema, SpecificDatumReader<T>> readers = new HashMap<>();
    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

    /** A reader for records of the generated class. */
    public AvroReader(Class<T> type) {
        model = SpecificData.getForClass(type);
        expected = model.getSchema(type);
    }

    /**
     * The record in {@code bytes}.
     *
     * @param bytes the record in the wire format
     * @param writer the schema that it was written with: the one under {@link WireFormat#schemaId}
     * @throws WireFormatException when that schema can't be read as this type, logical types included, when the bytes
     *     are not what it says, or when bytes are left over
     */
    public T read(byte[] bytes, Schema writer) {
        var schemaId = WireFormat.schemaId(bytes);
        var reader = readers.computeIfAbsent(writer, this::reader);
        try {
            decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, WireFormat.PAYLOAD_OFFSET, bytes.length - WireFormat.PAYLOAD_OFFSET, decoder);
            var record = reader.read(null, decoder);
            var left = decoder.inputStream().available();
            if (left > 0) {
                throw new WireFormatException(
                        "found %d bytes behind the %s that schema %d describes; none would be right"
                                .formatted(left, writer.getFullName(), schemaId));
            }
            return record;
        } catch (EOFException failure) {
            throw new WireFormatException(
                    "found the end after %d bytes, in the middle of the %s that schema %d describes"
                            .formatted(bytes.length, writer.getFullName(), schemaId),
                    failure);
        } catch (WireFormatException failure) {
            throw failure;
        } catch (IOException | RuntimeException failure) {
            // Avro answers bytes that make no sense with whatever they broke: bounds, negative lengths, class casts.
            throw new WireFormatException(
                    "found bytes that are no %s as schema %d describes it: %s"
                            .formatted(writer.getFullName(), schemaId, failure),
                    failure);
        }
    }

    private SpecificDatumReader<T> reader(Schema writer) {
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(expected, writer);
        if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw new WireFormatException("the schema %s can't be read as %s: %s"
                    .formatted(
                            writer.getFullName(),
                            expected.getFullName(),
                            compatibility.getResult().getIncompatibilities().stream()
                                    .map(AvroReader::sentence)
                                    .collect(Collectors.joining("; "))));
        }
        var differences = LogicalTypeCheck.differences(writer, expected);
        if (!differences.isEmpty()) {
            throw new WireFormatException("the schema %s can't be read as %s: %s"
                    .formatted(writer.getFullName(), expected.getFullName(), String.join("; ", differences)));
        }
        return new SpecificDatumReader<>(writer, expected, model);
    }

    private static String sentence(Incompatibility incompatibility) {
        return incompatibility.getType() + " at " + incompatibility.getLocation() + ": " + incompatibility.getMessage();
    }
}

package io.watchllm.alerting.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes records of one type in Avro's single-object encoding, whose first ten bytes identify the writer's schema.
 * Decodes those of every frozen version of the schema; a record of a later version is rejected, so a process of an
 * older release leaves it out. Thread-safe.
 */
public final class SnapshotCodec<T extends SpecificRecord> {

    /** Number of frozen versions, the resources {@code frozen/v1} and so on. */
    static final int VERSIONS = 1;

    private final Schema schema;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    /** A codec for the generated class with this schema. */
    public SnapshotCodec(Schema schema) {
        this(schema, frozen(schema.getName()));
    }

    /** A codec that also decodes records of these writer schemas. */
    SnapshotCodec(Schema schema, List<Schema> earlier) {
        this.schema = schema;
        encoder = new BinaryMessageEncoder<>(SpecificData.get(), schema);
        decoder = new BinaryMessageDecoder<>(SpecificData.get(), schema);
        earlier.forEach(decoder::addSchema);
    }

    /** The frozen versions of a record; not every record is new in every version. */
    private static List<Schema> frozen(String name) {
        var versions = new ArrayList<Schema>();
        for (int version = 1; version <= VERSIONS; version++) {
            var resource = "frozen/v" + version + "/" + name + ".avsc";
            try (var frozen = SnapshotCodec.class.getResourceAsStream(resource)) {
                if (frozen != null) {
                    versions.add(new Schema.Parser().parse(frozen));
                }
            } catch (IOException problem) {
                throw new UncheckedIOException(resource + " can't be read", problem);
            }
        }
        return versions;
    }

    /** Encodes a record. */
    public byte[] encode(T snapshot) {
        try {
            return encoder.encode(snapshot).array();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }

    /**
     * Decodes a record.
     *
     * @throws IllegalArgumentException when the schema of the writer is unknown here, or the bytes are invalid
     */
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes, null);
        } catch (IOException | RuntimeException foreign) {
            throw new IllegalArgumentException(
                    "no " + schema.getName() + " of a version that this program knows: " + foreign, foreign);
        }
    }
}

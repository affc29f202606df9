package io.watchllm.schemas;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records of one type from the wire format, whichever version of the schema they were written with. Each writer
 * schema is compared with ours once, and the result is cached, a rejection too; the bytes of each record are scanned
 * ({@link RecordScan}) before anything is allocated for them. Not thread-safe.
 *
 * @param <T> the record, a generated class
 */
public final class AvroReader<T extends SpecificRecord> {

    /** Maximum number of cached results; beyond it, the least recently used one is evicted. */
    static final int VERDICTS_MAX = 1_000;

    private static final int PROBLEM_CHARACTERS_MAX = 2_000;

    private final SpecificData model;
    private final Schema expected;
    private final BiFunction<Schema, Schema, String> comparison;
    private final Map<Schema, Verdict<T>> verdicts = new LinkedHashMap<>(16, 0.75f, true);
    private boolean current;
    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

    /**
     * Result of comparing a writer schema with ours.
     *
     * @param reader reads data of that schema; null when it is incompatible
     * @param readAs our schema, where it differs from the writer's
     * @param problem why it is incompatible; empty when it is not
     */
    private record Verdict<T>(
            @Nullable SpecificDatumReader<T> reader,
            @Nullable Schema readAs,
            String problem) {}

    /** A reader for records of the generated class. */
    public AvroReader(Class<T> type) {
        this(type, AvroReader::problem);
    }

    /**
     * A reader with another comparison.
     *
     * @param comparison why records of a writer schema (second) can't be read as ours (first); empty when they can
     */
    AvroReader(Class<T> type, BiFunction<Schema, Schema, String> comparison) {
        model = SpecificData.getForClass(type);
        expected = model.getSchema(type);
        this.comparison = comparison;
    }

    /**
     * The record in {@code bytes}.
     *
     * @param bytes the record in the wire format
     * @param writer its writer schema: the one with the id {@link WireFormat#schemaId}
     * @throws WireFormatException when that schema is incompatible with this type, logical types included, when the
     *     bytes do not match it, when bytes are left over, or when reading would take more work than their size
     *     justifies
     */
    public T read(byte[] bytes, Schema writer) {
        var schemaId = WireFormat.schemaId(bytes);
        var verdict = verdict(writer);
        var reader = verdict.reader();
        if (reader == null) {
            throw new WireFormatException(verdict.problem(), (RecordScan.Fault) null);
        }
        var fault = RecordScan.firstFault(writer, verdict.readAs(), bytes, WireFormat.PAYLOAD_OFFSET);
        if (fault != null) {
            throw new WireFormatException(
                    "found %s in %s of the %s that schema %d describes; expected %s"
                            .formatted(fault.found(), fault.where(), writer.getFullName(), schemaId, fault.expected()),
                    fault);
        }
        try {
            decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, WireFormat.PAYLOAD_OFFSET, bytes.length - WireFormat.PAYLOAD_OFFSET, decoder);
            current = verdict.readAs() == null;
            return reader.read(null, decoder);
        } catch (IOException | RuntimeException | StackOverflowError failure) {
            // Avro throws all kinds of exceptions for invalid input: bounds, class casts, stack overflow for a deep
            // schema.
            throw new WireFormatException(
                    "found bytes that are no %s as schema %d describes it: %s"
                            .formatted(writer.getFullName(), schemaId, failure),
                    failure);
        }
    }

    /** Whether the record that was read last was written with our own version of the schema. */
    public boolean wasCurrent() {
        return current;
    }

    private Verdict<T> verdict(Schema writer) {
        var known = verdicts.get(writer);
        if (known != null) {
            return known;
        }
        var verdict = evaluated(writer);
        verdicts.put(writer, verdict);
        if (verdicts.size() > VERDICTS_MAX) {
            verdicts.remove(verdicts.keySet().iterator().next());
        }
        return verdict;
    }

    private Verdict<T> evaluated(Schema writer) {
        var problem = comparison.apply(expected, writer);
        return problem.isEmpty()
                ? new Verdict<>(
                        new SpecificDatumReader<>(writer, expected, model),
                        writer.equals(expected) ? null : expected,
                        "")
                : new Verdict<>(null, null, problem);
    }

    private static String problem(Schema expected, Schema writer) {
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(expected, writer);
        // Avro does not compare logical types, so their numbers would be misread.
        var differences = compatibility.getType() == SchemaCompatibilityType.COMPATIBLE
                ? LogicalTypeCheck.differences(writer, expected)
                : compatibility.getResult().getIncompatibilities().stream()
                        .map(AvroReader::sentence)
                        .toList();
        if (differences.isEmpty()) {
            return "";
        }
        var problem = "the schema %s can't be read as %s: %s"
                .formatted(writer.getFullName(), expected.getFullName(), String.join("; ", differences));
        return problem.length() <= PROBLEM_CHARACTERS_MAX
                ? problem
                : problem.substring(0, PROBLEM_CHARACTERS_MAX - 1) + "…";
    }

    private static String sentence(Incompatibility incompatibility) {
        return incompatibility.getType() + " at " + incompatibility.getLocation() + ": " + incompatibility.getMessage();
    }
}

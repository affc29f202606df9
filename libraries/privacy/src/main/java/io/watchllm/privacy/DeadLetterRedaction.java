package io.watchllm.privacy;

import io.watchllm.schemas.ReadBudget;
import io.watchllm.schemas.RecordScan;
import io.watchllm.schemas.WireFormat;
import io.watchllm.validation.CountedProjects;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Redacts rejected records: applies every rule of the project to every field, because the fields of a broken record are
 * unknown. Thread-safe.
 */
public final class DeadLetterRedaction {

    /** Bytes quoted in a message. */
    private static final Pattern QUOTED_BYTES = Pattern.compile("0x[0-9a-f]{4,}");

    /** Truncated text may have lost the part by which a rule would match it. */
    private static final Pattern BEFORE_CUT = Pattern.compile("(?s).{1,64}…");

    /**
     * Maximum number of values of a record that is decoded whole; each takes a few dozen bytes of memory, whatever its
     * size in the record.
     */
    private static final int VALUES_MAX = 200_000;

    private final Redaction redaction;
    private final GenericRedaction records;
    private final ByteMask mask;

    public DeadLetterRedaction(PrivacyRules rules) {
        redaction = new Redaction(rules);
        records = new GenericRedaction(redaction);
        mask = new ByteMask(redaction);
    }

    /** The rules that apply to one dead letter. */
    // A bit for each rule: created here, and passed back here.
    public record Scope(long asked) {}

    /**
     * The rules of the project that an event names. All rules if it is unknown or not a valid id: the key of a record
     * may name any other project.
     */
    public Scope scope(@Nullable String project) {
        return project == null || !CountedProjects.isId(project)
                ? everyRule()
                : new Scope(redaction.ofProject(project));
    }

    /** Every rule, for input of unknown origin. */
    public Scope everyRule() {
        return new Scope(redaction.all());
    }

    /**
     * The value of a record, redacted; the same array when nothing is found. A decodable value is redacted text by text
     * and re-encoded with its own schema; text that is not Avro is redacted as text; in everything else, including
     * records of more than 200,000 values, each match is overwritten with as many asterisks, so that the readable part
     * stays readable.
     *
     * @param writer the schema that the value says it was written with, if known
     */
    public byte[] value(byte[] value, @Nullable Schema writer, Scope scope, Findings findings) {
        boolean wired = value.length >= WireFormat.PAYLOAD_OFFSET && value[0] == WireFormat.MAGIC;
        if (!wired) {
            return bytes(value, scope, findings);
        }
        if (writer != null && isReadable(value, writer)) {
            var redacted = records.redact(value, writer, scope.asked(), findings);
            if (redacted != null) {
                return redacted;
            }
        }
        return mask.avro(value, scope.asked(), findings);
    }

    private static boolean isReadable(byte[] value, Schema writer) {
        var budget = ReadBudget.of(value.length - WireFormat.PAYLOAD_OFFSET, VALUES_MAX);
        return RecordScan.firstFault(writer, writer, value, WireFormat.PAYLOAD_OFFSET, budget) == null;
    }

    /** Redacts bytes that usually are text; the same array when nothing is found. */
    public byte[] bytes(byte[] bytes, Scope scope, Findings findings) {
        var text = text(bytes);
        if (text == null) {
            return mask.text(bytes, scope.asked(), findings);
        }
        var redacted = text(text, scope, findings);
        return text.equals(redacted) ? bytes : redacted.getBytes(StandardCharsets.UTF_8);
    }

    /** Redacts a text. */
    public String text(String text, Scope scope, Findings findings) {
        return redaction.redact(text, scope.asked(), false, findings);
    }

    /** Redacts a message about a record, which may quote the record. */
    public String message(String message, Scope scope, Findings findings) {
        // Before truncating: a truncated part could be the one by which a rule matches the rest.
        var redacted = text(message, scope, findings);
        var whole = BEFORE_CUT.matcher(redacted).replaceAll("…");
        return QUOTED_BYTES.matcher(whole).replaceAll("0x(hidden)");
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }
}

package io.watchllm.processor.core.privacy;

import io.watchllm.processor.core.CountedProjects;
import io.watchllm.schemas.ReadBudget;
import io.watchllm.schemas.RecordScan;
import io.watchllm.schemas.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rules at work on what is refused: every rule of the project in every field, since nobody knows what is where in a
 * record that is broken. Thread-safe.
 */
public final class DeadLetterRedaction {

    /** What a message quotes as bytes. */
    private static final Pattern QUOTED_BYTES = Pattern.compile("0x[0-9a-f]{4,}");

    /** What was cut may have lost the part by which a rule would know it. */
    private static final Pattern BEFORE_CUT = Pattern.compile("(?s).{1,64}…");

    /**
     * Values of a record that is read as a whole; each takes some dozen bytes of memory, whatever it takes in the
     * record.
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

    /** The rules that hold for one letter. */
    // A bit for each rule: made here, and handed back here.
    public record Scope(long asked) {}

    /**
     * The rules of the project that an event says it is of. All of them where that is not known, or is no id of a
     * project: the key of a record may name any other one.
     */
    public Scope scope(@Nullable String project) {
        return project == null || !CountedProjects.isId(project)
                ? everyRule()
                : new Scope(redaction.ofProject(project));
    }

    /** Every rule, for input of which nothing is known. */
    public Scope everyRule() {
        return new Scope(redaction.all());
    }

    /**
     * The value of a record without what the rules find; the same array when they find nothing. A value that can be
     * read is redacted text by text and written anew with its own schema; text that is no Avro is redacted as text; of
     * all else, records of more than 200,000 values included, each match is overwritten with as many stars, so that
     * what can be read of it later stays readable.
     *
     * @param writer the schema that the value says it was written with, as far as it is known
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

    /** Bytes that are a text, as a rule, without what the rules find; the same array when they find nothing. */
    public byte[] bytes(byte[] bytes, Scope scope, Findings findings) {
        var text = text(bytes);
        if (text == null) {
            return mask.text(bytes, scope.asked(), findings);
        }
        var redacted = text(text, scope, findings);
        return text.equals(redacted) ? bytes : redacted.getBytes(StandardCharsets.UTF_8);
    }

    /** A text without what the rules find. */
    public String text(String text, Scope scope, Findings findings) {
        return redaction.redact(text, scope.asked(), false, findings);
    }

    /** What a message says of a record, which may quote it. */
    public String message(String message, Scope scope, Findings findings) {
        // First of all: what is cut off could be the part by which a rule knows the rest.
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

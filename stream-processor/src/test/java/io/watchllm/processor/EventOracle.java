package io.watchllm.processor;

import io.watchllm.events.Event;
import io.watchllm.teststack.SchemaBomb;
import io.watchllm.validation.Reason;
import io.watchllm.validation.Sizes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Says of any bytes what has to become of them, in another way than the processor: it reads with Avro's generic reader
 * over a {@link PlainDecoder} and goes by what the schemas say, field by field. Where a record has several faults each
 * is a true reason.
 */
final class EventOracle {

    private static final Schema EVENT = Event.getClassSchema();
    private static final Instant COLUMN_MIN = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant COLUMN_MAX = Instant.parse("2299-12-31T23:59:59.999Z");
    private static final Set<String> REQUIRED_IDS = Set.of("event_id", "project_id", "run_id");

    private final Map<Integer, Schema> schemas;
    private final Map<Integer, GenericDatumReader<GenericRecord>> plain = new HashMap<>();
    private final Map<Integer, GenericDatumReader<GenericRecord>> resolving = new HashMap<>();
    private final Map<Integer, Boolean> compatible = new HashMap<>();

    EventOracle(Map<Integer, Schema> schemas) {
        this.schemas = schemas;
    }

    /**
     * What has to become of a record.
     *
     * @param reasons why it may be refused; empty when it has to be accepted
     * @param event the event, in its generic form, when it has to be accepted
     */
    record Verdict(Set<Reason> reasons, @Nullable GenericRecord event) {}

    Verdict verdict(byte @Nullable [] value) {
        if (value == null || value.length < 5 || value[0] != 0) {
            return refused(Reason.NOT_WIRE_FORMAT);
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        var schema = schemas.get(id);
        if (schema == null) {
            return refused(Reason.UNKNOWN_SCHEMA);
        }
        if (SchemaBomb.is(id)) {
            // Nobody can read it to its end.
            return refused(Reason.UNREADABLE_AS_EVENT);
        }
        var reasons = EnumSet.noneOf(Reason.class);
        if (!compatible.computeIfAbsent(id, made -> isCompatible(schema))) {
            reasons.add(Reason.UNREADABLE_AS_EVENT);
        }
        var decoder = new PlainDecoder(value, 5);
        try {
            plain.computeIfAbsent(id, made -> new GenericDatumReader<>(schema)).read(null, decoder);
            if (!decoder.isAtEnd()) {
                reasons.add(Reason.UNREADABLE_AS_EVENT);
            }
        } catch (IOException | RuntimeException unreadable) {
            reasons.add(Reason.UNREADABLE_AS_EVENT);
        }
        if (!decoder.isTextValid()) {
            reasons.add(Reason.INVALID_UNICODE);
        }
        if (!reasons.isEmpty()) {
            return new Verdict(reasons, null);
        }
        try {
            var event = resolving
                    .computeIfAbsent(id, made -> new GenericDatumReader<>(schema, EVENT))
                    .read(null, new PlainDecoder(value, 5));
            collect(event, reasons);
            return new Verdict(reasons, event);
        } catch (IOException | RuntimeException unreadable) {
            return refused(Reason.UNREADABLE_AS_EVENT);
        }
    }

    private static boolean isCompatible(Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(EVENT, writer).getType()
                == SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
    }

    private static Verdict refused(Reason reason) {
        return new Verdict(EnumSet.of(reason), null);
    }

    /** How many rows of tool_calls the event has. */
    static int toolCalls(GenericRecord event) {
        var payload = (GenericRecord) event.get("payload");
        return switch (payload.getSchema().getName()) {
            case "ToolCall" -> 1;
            case "PromptCall" -> Math.min(((List<?>) payload.get("tool_calls")).size(), Sizes.DEFAULT.toolCalls());
            default -> 0;
        };
    }

    /** How many rows of agent_steps the event has. */
    static int agentSteps(GenericRecord event) {
        return ((GenericRecord) event.get("payload")).getSchema().getName().equals("AgentStep") ? 1 : 0;
    }

    private static void collect(GenericRecord record, Set<Reason> reasons) {
        for (var field : record.getSchema().getFields()) {
            collect(field, record.get(field.pos()), reasons);
        }
        if (record.getSchema().getName().equals("Event")
                && ((GenericRecord) record.get("payload")).getSchema().getName().equals("ErrorEvent")
                && record.get("error") == null) {
            reasons.add(Reason.MISSING_ERROR);
        }
    }

    private static void collect(Schema.Field field, @Nullable Object value, Set<Reason> reasons) {
        switch (value) {
            case null -> {
                // Nothing there, nothing wrong.
            }
            case GenericRecord nested -> collect(nested, reasons);
            case List<?> items -> items.forEach(item -> collect(field, item, reasons));
            case CharSequence text when field.name().endsWith("_id") -> collectId(field.name(), text, reasons);
            case Long millis when field.name().equals("timestamp") -> collectTime(millis, reasons);
            case Long millis
            when field.name().equals("alert_first_event_time") -> {
                var time = Instant.ofEpochMilli(millis);
                if (time.isBefore(COLUMN_MIN) || time.isAfter(COLUMN_MAX)) {
                    reasons.add(Reason.NUMBER_OUT_OF_RANGE);
                }
            }
            case ByteBuffer decimal -> collectDecimal(field, decimal, reasons);
            case Double score -> {
                if (!Double.isFinite(score)) {
                    reasons.add(Reason.NUMBER_OUT_OF_RANGE);
                } else if (score < 0) {
                    reasons.add(Reason.NEGATIVE_NUMBER);
                }
            }
            case Number number
            when field.getObjectProp("minimum") != null -> {
                if (number.longValue() < 0) {
                    reasons.add(Reason.NEGATIVE_NUMBER);
                }
            }
            default -> {
                // Texts that are no ids are cut or kept, symbols were read.
            }
        }
    }

    private static void collectId(String name, CharSequence id, Set<Reason> reasons) {
        var text = id.toString();
        if (text.isEmpty() && REQUIRED_IDS.contains(name)) {
            reasons.add(Reason.EMPTY_ID);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > Sizes.DEFAULT.idBytes()) {
            reasons.add(Reason.ID_TOO_LONG);
        }
        if (text.contains("\0")) {
            reasons.add(Reason.NUL_IN_ID);
        }
    }

    private static void collectTime(long millis, Set<Reason> reasons) {
        var time = Instant.ofEpochMilli(millis);
        if (time.isAfter(TopologyRun.NOW.plusSeconds(24 * 3600))) {
            reasons.add(Reason.TIMESTAMP_IN_FUTURE);
        }
        if (time.isBefore(TopologyRun.NOW.minusSeconds(90L * 24 * 3600))) {
            reasons.add(Reason.TIMESTAMP_TOO_OLD);
        }
    }

    private static void collectDecimal(Schema.Field field, ByteBuffer bytes, Set<Reason> reasons) {
        if (!bytes.hasRemaining()) {
            // No number at all.
            reasons.add(Reason.UNREADABLE_AS_EVENT);
            return;
        }
        var copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        var number = new BigInteger(copy);
        if (number.abs().toString().length() > precision(field.schema())) {
            reasons.add(Reason.NUMBER_OUT_OF_RANGE);
        }
        if (number.signum() < 0 && field.getObjectProp("minimum") != null) {
            reasons.add(Reason.NEGATIVE_NUMBER);
        }
    }

    private static int precision(Schema schema) {
        return schema.getTypes().stream()
                .map(Schema::getLogicalType)
                .filter(LogicalTypes.Decimal.class::isInstance)
                .map(LogicalTypes.Decimal.class::cast)
                .findFirst()
                .orElseThrow()
                .getPrecision();
    }
}

package io.watchllm.schemas.json;

import io.watchllm.events.AgentStep;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.AssertionFailed;
import io.watchllm.events.Client;
import io.watchllm.events.CostThresholdExceeded;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PerformanceAlert;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.LogicalTypes;
import org.apache.avro.LogicalTypes.Decimal;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Builds the shapes of a schema, once. */
final class Shapes {

    /** Constructors of the records, so that reading an event needs no reflection. */
    private static final Map<Schema, Supplier<? extends IndexedRecord>> RECORDS = Map.ofEntries(
            Map.entry(Event.getClassSchema(), Event::new),
            Map.entry(Client.getClassSchema(), Client::new),
            Map.entry(ErrorDetail.getClassSchema(), ErrorDetail::new),
            Map.entry(PromptCall.getClassSchema(), PromptCall::new),
            Map.entry(NestedToolCall.getClassSchema(), NestedToolCall::new),
            Map.entry(ToolCall.getClassSchema(), ToolCall::new),
            Map.entry(AgentStep.getClassSchema(), AgentStep::new),
            Map.entry(ErrorEvent.getClassSchema(), ErrorEvent::new),
            Map.entry(AssertionFailed.getClassSchema(), AssertionFailed::new),
            Map.entry(HallucinationDetected.getClassSchema(), HallucinationDetected::new),
            Map.entry(AlertDetail.getClassSchema(), AlertDetail::new),
            Map.entry(CostThresholdExceeded.getClassSchema(), CostThresholdExceeded::new),
            Map.entry(PerformanceAlert.getClassSchema(), PerformanceAlert::new));

    /** Ids that must not be empty, which the schema can't express. */
    private static final Set<String> FILLED = Set.of("event_id", "project_id", "run_id");

    private Shapes() {}

    /** The shape of a record, without the fields whose type depends on {@code event_type}. */
    static RecordShape record(Schema schema) {
        var create = Objects.requireNonNull(RECORDS.get(schema), () -> "no constructor for " + schema.getFullName());
        var fields = new ArrayList<FieldShape>();
        for (var field : schema.getFields()) {
            if (!isPayload(field)) {
                fields.add(field(field));
            }
        }
        return RecordShape.of(create, fields, schema.equals(ErrorDetail.getClassSchema()) ? "message" : null);
    }

    /** True for the field that holds one of several records, and so has no JSON of its own. */
    static boolean isPayload(Field field) {
        return field.schema().isUnion() && isFlat(field);
    }

    private static boolean isFlat(Field field) {
        return "flat".equals(field.getProp("json"));
    }

    private static FieldShape field(Field field) {
        var optional = field.schema().isNullable();
        var shape = value(field, optional ? present(field.schema()) : field.schema());
        var absent = field.hasDefaultValue() ? SpecificData.get().getDefaultValue(field) : null;
        return new FieldShape(field.name(), field.pos(), shape, !optional && absent == null, absent, isFlat(field));
    }

    private static Schema present(Schema optional) {
        return optional.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private static Shape value(Field field, Schema schema) {
        return switch (schema.getType()) {
            case STRING -> text(field);
            case BOOLEAN -> TextShapes.bool();
            case INT -> NumberShapes.integer(false, minimum(field));
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? TextShapes.time()
                        : NumberShapes.integer(true, minimum(field));
            case DOUBLE -> NumberShapes.floating();
            case BYTES -> decimal(field, (Decimal) schema.getLogicalType());
            case ENUM -> TextShapes.symbol(SpecificData.get().getClass(schema));
            case ARRAY -> new ListShape(value(field, schema.getElementType()));
            case RECORD -> record(schema);
            default -> throw new IllegalStateException("no JSON form for " + schema + " of field " + field.name());
        };
    }

    private static Shape text(Field field) {
        var json = field.getProp("json");
        return json == null ? TextShapes.text(FILLED.contains(field.name())) : TextShapes.freeForm(json.equals("any"));
    }

    private static Shape decimal(Field field, Decimal type) {
        return NumberShapes.decimal(type.getPrecision(), type.getScale(), minimum(field) == null);
    }

    private static @Nullable Long minimum(Field field) {
        return field.getObjectProp("minimum") instanceof Number number ? (Long) number.longValue() : null;
    }
}

package io.watchllm.teststack;

import io.watchllm.events.ErrorDetail;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Valid events of any shape that the schema allows; each text, number and time in one is told from every other. */
public final class RandomEvents {

    private final Random random;
    private int next = 1_000;

    public RandomEvents(long seed) {
        random = new Random(seed);
    }

    public Event next() {
        var event = (Event) record(Event.getClassSchema());
        if (event.getPayload() instanceof ErrorEvent && event.getError() == null) {
            event.put(Event.getClassSchema().getField("error").pos(), record(ErrorDetail.getClassSchema()));
        }
        return event;
    }

    private IndexedRecord record(Schema schema) {
        var record = (IndexedRecord) SpecificData.newInstance(SpecificData.get().getClass(schema), schema);
        for (var field : schema.getFields()) {
            record.put(field.pos(), value(field.schema()));
        }
        return record;
    }

    private @Nullable Object value(Schema schema) {
        var logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return BigDecimal.valueOf(next++, decimal.getScale());
        }
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return Samples.TIME.plusMillis(next++);
        }
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case ARRAY -> items(schema.getElementType());
            case STRING -> "text-" + next++;
            case INT -> next++;
            case LONG -> (long) next++;
            case DOUBLE -> next++ + 0.5;
            case BOOLEAN -> random.nextBoolean();
            case ENUM ->
                SpecificData.get()
                        .createEnum(
                                schema.getEnumSymbols()
                                        .get(random.nextInt(
                                                schema.getEnumSymbols().size())),
                                schema);
            case NULL -> null;
            default -> throw new AssertionError("the event schema has a new kind of field: " + schema);
        };
    }

    private List<@Nullable Object> items(Schema element) {
        var items = new ArrayList<@Nullable Object>();
        for (int count = random.nextInt(4); count > 0; count--) {
            items.add(value(element));
        }
        return items;
    }

    /** Every text, number, time and symbol in it, as text, with the path of its field. */
    public static List<Leaf> leaves(IndexedRecord record) {
        var leaves = new ArrayList<Leaf>();
        collect(record, "", leaves);
        return leaves;
    }

    /** One value and where it stands. */
    public record Leaf(String path, String value) {}

    private static void collect(@Nullable Object value, String path, List<Leaf> leaves) {
        switch (value) {
            case null -> {
                // Nothing there, nothing to lose.
            }
            case IndexedRecord record -> {
                for (var field : record.getSchema().getFields()) {
                    collect(record.get(field.pos()), path + "/" + field.name(), leaves);
                }
            }
            case List<?> items -> items.forEach(item -> collect(item, path, leaves));
            case Instant time -> leaves.add(new Leaf(path, time.toString()));
            default -> leaves.add(new Leaf(path, value.toString()));
        }
    }
}

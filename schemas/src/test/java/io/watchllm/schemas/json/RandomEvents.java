package io.watchllm.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.LogicalTypes.Decimal;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Events of every type with whatever values their schema allows; the same seed gives the same event. */
final class RandomEvents {

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "null",
            "{}",
            "two words",
            "\"quoted\" \\ / \b\f\n\r\t",
            "\u0000\u001f\u007f",
            "żółć 漢字 🙂",
            "\u2028\u2029",
            "\uFEFF",
            "<script>",
            "x".repeat(300));
    private static final List<Double> DOUBLES = List.of(
            0.0,
            -0.0,
            1.0,
            0.1,
            1e-320,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            -12.5);
    private static final List<String> NUMBERS = List.of(
            "0", "-1", "1.10", "1E+5", "12345678901234567890", "0.1000000000000000055511151231257827", "1E-400");

    private final Random random;

    private RandomEvents(long seed) {
        random = new Random(seed);
    }

    static Event event(long seed) {
        return new RandomEvents(seed).event();
    }

    private Event event() {
        var event = (Event) record(Event.getClassSchema());
        if (event.getPayload() instanceof ErrorEvent) {
            event.put(Event.getClassSchema().getField("error").pos(), record(ErrorDetail.getClassSchema()));
        }
        return event;
    }

    private IndexedRecord record(Schema schema) {
        var record = (IndexedRecord) SpecificData.get().newRecord(null, schema);
        for (var field : schema.getFields()) {
            record.put(field.pos(), value(field, field.schema()));
        }
        return record;
    }

    private @Nullable Object value(Field field, Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                value(
                        field,
                        schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case NULL -> null;
            case RECORD -> record(schema);
            case ENUM ->
                SpecificData.get()
                        .createEnum(
                                schema.getEnumSymbols()
                                        .get(random.nextInt(
                                                schema.getEnumSymbols().size())),
                                schema);
            case ARRAY -> items(field, schema.getElementType());
            case STRING -> string(field);
            case BOOLEAN -> random.nextBoolean();
            case INT -> pick(List.of(0, 1, Integer.MAX_VALUE, random.nextInt(0, Integer.MAX_VALUE)));
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? Instant.ofEpochMilli(pick(List.of(
                                0L,
                                -1L,
                                1_761_984_000_123L,
                                Long.MAX_VALUE,
                                Long.MIN_VALUE,
                                random.nextLong(4_000_000_000_000L))))
                        : pick(List.of(0L, Long.MAX_VALUE, random.nextLong(0, Long.MAX_VALUE)));
            case DOUBLE -> random.nextBoolean() ? pick(DOUBLES) : (Double) random.nextGaussian();
            case BYTES -> decimal(field, (Decimal) schema.getLogicalType());
            default -> throw new IllegalStateException("no values for " + schema);
        };
    }

    private BigDecimal decimal(Field field, Decimal type) {
        var digits = random.nextInt(1, type.getPrecision() + 1);
        var number = new BigInteger(10, random)
                .multiply(BigInteger.TEN.pow(digits - 1))
                .mod(BigInteger.TEN.pow(type.getPrecision()));
        var signed = field.getObjectProp("minimum") == null && random.nextBoolean() ? number.negate() : number;
        return new BigDecimal(signed, type.getScale());
    }

    private List<Object> items(Field field, Schema schema) {
        var items = new ArrayList<Object>();
        for (int count = random.nextInt(4); count > 0; count--) {
            var item = value(field, schema);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private String string(Field field) {
        var json = field.getProp("json");
        if (json != null) {
            return JsonText.compact(json.equals("any") ? json(3) : object(3));
        }
        var text = text();
        return text.isEmpty() && field.name().endsWith("_id") ? "id" : text;
    }

    private String text() {
        return pick(TEXTS) + (random.nextBoolean() ? pick(TEXTS) : "");
    }

    private JsonNode json(int depth) {
        var nodes = JsonText.MAPPER.getNodeFactory();
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.textNode(text());
            case 3 -> JsonText.parse(pick(NUMBERS));
            case 4 -> nodes.arrayNode().add(json(depth - 1)).add(json(depth - 1));
            default -> object(depth - 1);
        };
    }

    private JsonNode object(int depth) {
        var object = JsonText.MAPPER.createObjectNode();
        for (int count = random.nextInt(4); count > 0; count--) {
            object.set(text(), json(depth));
        }
        return object;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

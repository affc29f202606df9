package io.watchllm.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.events.Event;
import io.watchllm.schemas.WireFormat;
import io.watchllm.teststack.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each field of each type with each kind of bad value: nothing of it stops the stream, and {@link Evaluated} says for
 * each whether the right thing came of it.
 */
class EveryFieldTest {

    private static final Schema EVENT = Event.getClassSchema();
    private static final Schema TEXT = Schema.create(Schema.Type.STRING);
    private static final Schema NUMBER = Schema.create(Schema.Type.INT);

    private final Evaluated evaluated = new Evaluated();
    private final TopologyRun run = new TopologyRun();

    @AfterEach
    void close() {
        evaluated.close();
        run.close();
    }

    static Stream<String> types() {
        return Samples.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldCopeWithAnyValueOfTheRightType(String type) {
        var event = sample(type);
        int sent = 0;
        for (var slot : slots(event)) {
            var before = slot.value();
            for (var value : BadValues.of(slot.field().schema(), before)) {
                slot.put(value);
                send(slot + " = " + shortened(value), Bytes.generic(TopologyRun.EVENT_SCHEMA, event));
                sent++;
            }
            slot.put(before);
            assertThat(send("the good one behind it", Bytes.generic(TopologyRun.EVENT_SCHEMA, event)))
                    .isNull();
        }
        assertThat(sent).isGreaterThan(150);
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldCopeWithAFieldThatIsMissingOrOfAnotherType(String type) {
        var event = sample(type);
        var fields = new LinkedHashMap<String, Slot>();
        slots(event).forEach(slot -> fields.putIfAbsent(slot.toString(), slot));
        int id = 1_000;
        for (var slot : fields.values()) {
            boolean number = isNumber(slot.field().schema());
            var other = altered(slot, number ? TEXT : NUMBER);
            evaluated.register(++id, other.schema());
            assertThat(send(slot + " of another type", Bytes.generic(id, other.event(event, number ? "x" : 7))))
                    .isEqualTo("unreadable_as_event");

            var missing = altered(slot, null);
            evaluated.register(++id, missing.schema());
            assertThat(send(slot + " missing", Bytes.generic(id, missing.event(event, ""))))
                    .isEqualTo(slot.field().hasDefaultValue() ? outcomeWithout(slot) : "unreadable_as_event");
            assertThat(send("the good one behind it", Bytes.generic(TopologyRun.EVENT_SCHEMA, event)))
                    .isNull();
        }
    }

    /** Avro reads bytes as text where the reader wants text, and would put up with any bytes. */
    @ParameterizedTest
    @MethodSource("types")
    void shouldLookAtBytesThatAreReadAsText(String type) {
        var event = sample(type);
        int id = 1_000;
        for (var slot : slots(event)) {
            if (isText(slot.field().schema())) {
                var bytes = altered(slot, Schema.create(Schema.Type.BYTES));
                run.register(++id, bytes.schema());
                run.send(null, Bytes.generic(id, bytes.event(event, ByteBuffer.wrap(new byte[] {'a', (byte) 0xff}))));

                assertThat(run.deadLetters())
                        .as(slot.toString())
                        .singleElement()
                        .satisfies(deadLetter -> assertThat(deadLetter.reason()).isEqualTo("invalid_unicode"));

                run.send(null, Bytes.generic(id, bytes.event(event, ByteBuffer.wrap("é".getBytes(UTF_8)))));
                assertThat(run.events()).as(slot.toString()).hasSize(1);
            }
        }
    }

    private static boolean isText(Schema schema) {
        return schema.getType() == Schema.Type.STRING
                || (schema.isUnion() && schema.getTypes().stream().anyMatch(EveryFieldTest::isText));
    }

    @Test
    void shouldReachEveryFieldOfTheSchema() {
        var reached = new TreeSet<String>();
        types().forEach(type -> slots(sample(type)).forEach(slot -> reached.add(slot.toString())));
        var there = new TreeSet<String>();
        collect(EVENT, there);

        assertThat(reached).isEqualTo(there);
    }

    private static @Nullable String outcomeWithout(Slot slot) {
        boolean required = slot.toString().equals("Event.error")
                && ((GenericRecord) slot.record().get("payload"))
                        .getSchema()
                        .getName()
                        .equals("ErrorEvent");
        return required ? "missing_error" : null;
    }

    private @Nullable String send(String what, byte[] bytes) {
        try {
            return evaluated.send(bytes);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(what, failure);
        }
    }

    private static AlteredSchema altered(Slot slot, @Nullable Schema other) {
        return new AlteredSchema(
                EVENT, slot.record().getSchema().getFullName(), slot.field().name(), other);
    }

    /** A field of a record that stands somewhere in the event. */
    private record Slot(GenericRecord record, Schema.Field field) {

        @Nullable
        Object value() {
            return record.get(field.pos());
        }

        void put(@Nullable Object value) {
            record.put(field.pos(), value);
        }

        @Override
        public String toString() {
            return record.getSchema().getName() + "." + field.name();
        }
    }

    private static List<Slot> slots(GenericRecord record) {
        var slots = new ArrayList<Slot>();
        for (var field : record.getSchema().getFields()) {
            slots.add(new Slot(record, field));
            switch (record.get(field.pos())) {
                case GenericRecord nested -> slots.addAll(slots(nested));
                case List<?> items
                when !items.isEmpty() && items.getFirst() instanceof GenericRecord first -> slots.addAll(slots(first));
                case null, default -> {
                    // A plain value.
                }
            }
        }
        return slots;
    }

    private static void collect(Schema schema, Set<String> into) {
        switch (schema.getType()) {
            case RECORD -> {
                for (var field : schema.getFields()) {
                    if (into.add(schema.getName() + "." + field.name())) {
                        collect(field.schema(), into);
                    }
                }
            }
            case UNION -> schema.getTypes().forEach(type -> collect(type, into));
            case ARRAY -> collect(schema.getElementType(), into);
            default -> {
                // A plain type has no fields.
            }
        }
    }

    private static boolean isNumber(Schema schema) {
        return switch (schema.getType()) {
            case INT, LONG, DOUBLE, FLOAT -> true;
            case UNION -> schema.getTypes().stream().anyMatch(EveryFieldTest::isNumber);
            default -> false;
        };
    }

    private static String shortened(@Nullable Object value) {
        var text = String.valueOf(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "… (" + text.length() + ")";
    }

    /** The sample as a generic record, so that anything can be put into it. */
    private static GenericRecord sample(String type) {
        Map<String, Event> all = Samples.all();
        var bytes = WireFormat.encode(1, Objects.requireNonNull(all.get(type)));
        try {
            return new GenericDatumReader<GenericRecord>(EVENT)
                    .read(null, new PlainDecoder(bytes, WireFormat.PAYLOAD_OFFSET));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

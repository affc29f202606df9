package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchllm.events.Event;
import io.watchllm.rows.EventType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of an event. An event that is written and read again is the same event; JSON that is read and written
 * again has lost nothing, but fields that the contract does not know stand in {@code context} then, under the path they
 * had, and free-form objects are compact. All methods are thread-safe.
 */
public final class EventJson {

    private static final String EVENT_TYPE = "event_type";
    private static final String ERROR = "error";

    private static final int PAYLOAD =
            Event.getClassSchema().getField("payload").pos();
    private static final int CONTEXT =
            Event.getClassSchema().getField(RecordShape.CONTEXT).pos();
    private static final RecordShape ENVELOPE = Shapes.record(Event.getClassSchema());
    private static final Shape TYPE = EnumShape.of(EventType.class);
    private static final Map<EventType, RecordShape> PAYLOADS = new EnumMap<>(EventType.class);

    static {
        EventFormat.payloads(Event.getClassSchema().getField("payload").schema())
                .forEach((type, schema) -> PAYLOADS.put(type, Shapes.record(schema)));
    }

    private EventJson() {}

    /**
     * The event in the text.
     *
     * @throws EventFormatException when it is not JSON (says where), or not an event (says which field, which value and
     *     what would be right)
     */
    public static Event read(String text) {
        return read(JsonText.parse(text));
    }

    /**
     * The event in the UTF-8 text.
     *
     * @throws EventFormatException as {@link #read(String)}
     */
    public static Event read(byte[] text) {
        return read(JsonText.parse(text));
    }

    /**
     * The event in the JSON tree, which stays as it is. Whoever parses by himself, an array for instance, does it with
     * {@link #treeReader} so that numbers and duplicate keys are treated as here.
     *
     * @throws EventFormatException when it is not an event
     */
    public static Event read(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new EventFormatException(
                    List.of("the event is " + Reading.shortened(node) + "; a JSON object would be right"));
        }
        var reading = new Reading();
        var payload = payloadOf(object, reading);
        var event = (Event) ENVELOPE.readFields(object, reading);
        if (payload != null) {
            event.put(PAYLOAD, payload.readFields(object, reading));
            strays(object, payload, reading);
        }
        UnicodeCheck.check(object, reading);
        reading.throwIfWrong();
        if (!reading.strays().isEmpty()) {
            var context = Context.with(
                    object.get(RecordShape.CONTEXT), reading.strays().entrySet());
            event.put(CONTEXT, JsonText.compact(context));
        }
        return event;
    }

    private static @Nullable RecordShape payloadOf(ObjectNode object, Reading reading) {
        var mark = reading.enter(EVENT_TYPE);
        var node = object.get(EVENT_TYPE);
        if (node == null || node.isNull()) {
            reading.missing(TYPE.wanted());
            reading.leave(mark);
            return null;
        }
        var type = TYPE.read(node, reading);
        if (type == EventType.unknown) {
            reading.refuse(node, TYPE.wanted());
        }
        reading.leave(mark);
        if (type == EventType.error && !object.hasNonNull(ERROR)) {
            var error = reading.enter(ERROR);
            reading.missing("a JSON object or a string, on an error event,");
            reading.leave(error);
        }
        return type == null ? null : PAYLOADS.get((EventType) type);
    }

    private static void strays(ObjectNode object, RecordShape payload, Reading reading) {
        for (var property : object.properties()) {
            var name = property.getKey();
            if (!ENVELOPE.names().contains(name) && !payload.names().contains(name) && !name.equals(EVENT_TYPE)) {
                reading.stray(name, property.getValue());
            }
        }
    }

    /** A reader that parses JSON as {@link #read(String)} does: exact numbers, no key twice. */
    public static ObjectReader treeReader() {
        return JsonText.MAPPER.readerFor(JsonNode.class);
    }

    /**
     * The event as one line of JSON; fields without value are left out.
     *
     * @throws EventFormatException when a required field is null or a free-form field holds no JSON
     */
    public static String write(Event event) {
        var type = EventFormat.typeOf(event);
        var payload = PAYLOADS.get(type);
        if (payload == null) {
            throw new EventFormatException(List.of("payload is missing; a record of an event type would be right"));
        }
        var text = new StringWriter();
        try (var out = JsonText.MAPPER.createGenerator(text)) {
            write(event, type, payload, out);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return text.toString();
    }

    private static void write(Event event, EventType type, RecordShape payload, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField(EVENT_TYPE, type.name());
        ENVELOPE.writeFields(event, out);
        payload.writeFields((IndexedRecord) event.getPayload(), out);
        out.writeEndObject();
    }
}

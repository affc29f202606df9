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
 * JSON form of an event. Writing an event and reading it back gives the same event. Reading JSON and writing it back
 * loses nothing, but fields unknown to the contract move to {@code context}, under their original path, and free-form
 * objects become compact. Thread-safe.
 */
public final class EventJson {

    private static final String EVENT_TYPE = "event_type";
    private static final String ERROR = "error";

    private static final int PAYLOAD =
            Event.getClassSchema().getField("payload").pos();
    private static final int CONTEXT =
            Event.getClassSchema().getField(RecordShape.CONTEXT).pos();
    private static final RecordShape ENVELOPE = Shapes.record(Event.getClassSchema());
    private static final Shape TYPE = TextShapes.symbol(EventType.class);
    private static final Map<EventType, RecordShape> PAYLOADS = new EnumMap<>(EventType.class);

    static {
        EventFormat.payloads(Event.getClassSchema().getField("payload").schema())
                .forEach((type, schema) -> PAYLOADS.put(type, Shapes.record(schema)));
    }

    private EventJson() {}

    /**
     * Parses an event.
     *
     * @throws EventFormatException when the text is not JSON (says where), or not an event (names field, value and
     *     expected value)
     */
    public static Event read(String text) {
        return read(JsonText.parse(text));
    }

    /**
     * Parses an event from UTF-8 text.
     *
     * @throws EventFormatException as {@link #read(String)}
     */
    public static Event read(byte[] text) {
        return read(JsonText.parse(text));
    }

    /**
     * Reads the event in a JSON tree, which is not modified. Callers that parse JSON themselves, for example an array,
     * should use {@link #treeReader} so that numbers and duplicate keys are handled as here.
     *
     * @throws EventFormatException when it is not an event
     */
    public static Event read(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new EventFormatException(
                    List.of("the event is " + Reading.shortened(node) + "; expected a JSON object"));
        }
        var reading = new Reading();
        var payload = payloadOf(object, reading);
        var event = (Event) ENVELOPE.readFields(object, reading);
        if (payload != null) {
            event.put(PAYLOAD, payload.readFields(object, reading));
            strays(object, payload, reading);
        }
        reading.checkUnicode(object);
        reading.throwIfWrong();
        if (!reading.strays().isEmpty()) {
            var context = RecordShape.contextWith(
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

    /** A reader that parses JSON like {@link #read(String)}: exact numbers, no duplicate keys. */
    public static ObjectReader treeReader() {
        return JsonText.MAPPER.readerFor(JsonNode.class);
    }

    /**
     * The event as one line of JSON; fields without a value are omitted.
     *
     * @throws EventFormatException when a required field is null or a free-form field does not contain JSON
     */
    public static String write(Event event) {
        var type = EventFormat.typeOf(event);
        var payload = PAYLOADS.get(type);
        if (payload == null) {
            throw new EventFormatException(List.of("payload is missing; expected a record of an event type"));
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

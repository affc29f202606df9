package io.watchllm.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchllm.events.Event;
import io.watchllm.schemas.AvroReader;
import io.watchllm.schemas.WireFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

class EventJsonPropertyTest {

    private final AvroReader<Event> reader = new AvroReader<>(Event.class);

    @Property
    void shouldBeTheSameEventWhenWrittenAndRead(@ForAll long seed) {
        var event = RandomEvents.event(seed);

        var back = EventJson.read(EventJson.write(event));

        assertThat(back).isEqualTo(event);
        // Byte for byte: equality of records overlooks the scale of a decimal.
        assertThat(WireFormat.encode(1, back)).isEqualTo(WireFormat.encode(1, event));
    }

    @Property
    void shouldBeTheSameEventWhenItWentOverTheWire(@ForAll long seed) {
        var event = RandomEvents.event(seed);

        assertThat(reader.read(WireFormat.encode(1, event), Event.getClassSchema()))
                .isEqualTo(event);
    }

    @Property
    void shouldLoseNothingWhenFieldsAreUnknown(
            @ForAll long seed, @ForAll @AlphaChars @StringLength(min = 1, max = 3) String name) {
        var json = (ObjectNode) JsonText.parse(EventJson.write(RandomEvents.event(seed)));
        var stray = JsonText.parse("{\"deep\":[1.10,null]}");
        json.set("x_" + name, stray);

        var back = (ObjectNode) JsonText.parse(EventJson.write(EventJson.read(json)));

        var context = (ObjectNode) back.get("context");
        assertThat(context.remove("x_" + name)).isEqualTo(stray);
        assertThat(withoutEmptyContext(back)).isEqualTo(withoutEmptyContext(without(json, "x_" + name)));
    }

    private static JsonNode without(ObjectNode json, String field) {
        json.remove(field);
        return json;
    }

    private static JsonNode withoutEmptyContext(JsonNode json) {
        if (json instanceof ObjectNode object && object.path("context").isEmpty()) {
            object.remove("context");
        }
        return json;
    }
}

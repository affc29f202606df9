package io.watchllm.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An array of items of one shape. */
record ListShape(Shape item) implements Shape {

    @Override
    public @Nullable Object read(JsonNode node, Reading reading) {
        if (!node.isArray()) {
            return refused(node, reading);
        }
        var items = new ArrayList<@Nullable Object>(node.size());
        for (int index = 0; index < node.size(); index++) {
            var mark = reading.enter(index);
            items.add(item.read(node.path(index), reading));
            reading.leave(mark);
        }
        return items;
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (var one : (List<?>) value) {
            item.write(one, out);
        }
        out.writeEndArray();
    }

    @Override
    public String wanted() {
        return "an array, each item " + item.wanted() + ",";
    }
}

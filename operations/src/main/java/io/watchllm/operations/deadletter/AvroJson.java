package io.watchllm.operations.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.watchllm.schemas.ReadBudget;
import io.watchllm.schemas.RecordScan;
import io.watchllm.schemas.WireFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Renders a record of any schema as JSON for display: times as ISO 8601, decimals as numbers, bytes in Base64. */
final class AvroJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final GenericData MODEL = model();

    /** Most values that are shown; each is an object in memory, and nobody reads more. */
    private static final int VALUES_MAX = 200_000;

    private AvroJson() {}

    private static GenericData model() {
        var model = new GenericData();
        model.addLogicalTypeConversion(new Conversions.DecimalConversion());
        model.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        return model;
    }

    /**
     * Renders a record in the wire format.
     *
     * @throws IOException when the bytes do not match the schema, or have more than 200,000 values
     */
    static JsonNode of(byte[] wire, Schema schema) throws IOException {
        var budget = ReadBudget.of(wire.length - WireFormat.PAYLOAD_OFFSET, VALUES_MAX);
        var fault = RecordScan.firstFault(schema, null, wire, WireFormat.PAYLOAD_OFFSET, budget);
        if (fault != null) {
            throw new IOException("%s in %s; expected %s".formatted(fault.found(), fault.where(), fault.expected()));
        }
        var reader = new GenericDatumReader<Object>(schema, schema, MODEL);
        var decoder = DecoderFactory.get()
                .binaryDecoder(wire, WireFormat.PAYLOAD_OFFSET, wire.length - WireFormat.PAYLOAD_OFFSET, null);
        try {
            return node(reader.read(null, decoder));
        } catch (RuntimeException | StackOverflowError broken) {
            // Avro throws arbitrary exceptions and errors for malformed bytes.
            throw new IOException(broken.toString(), broken);
        }
    }

    private static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case GenericRecord record -> {
                var object = NODES.objectNode();
                record.getSchema().getFields().forEach(field -> {
                    if (record.get(field.pos()) != null) {
                        object.set(field.name(), node(record.get(field.pos())));
                    }
                });
                yield object;
            }
            case Map<?, ?> map -> {
                var object = NODES.objectNode();
                map.forEach((key, item) -> object.set(String.valueOf(key), node(item)));
                yield object;
            }
            case Collection<?> items -> {
                var array = NODES.arrayNode();
                items.forEach(item -> array.add(node(item)));
                yield array;
            }
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Float number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            case ByteBuffer bytes -> {
                var copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                yield NODES.binaryNode(copy);
            }
            default -> NODES.textNode(value.toString());
        };
    }
}

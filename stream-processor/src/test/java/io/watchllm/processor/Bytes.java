package io.watchllm.processor;

import io.watchllm.events.Event;
import io.watchllm.schemas.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Records as producers with other schemas write them. */
final class Bytes {

    private Bytes() {}

    static byte[] generic(int schemaId, GenericRecord record) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The event as a producer with this schema writes it; what the schema lacks is left out. */
    static byte[] written(Event event, Schema schema, int schemaId) {
        var known = WireFormat.encode(schemaId, event);
        var decoder = DecoderFactory.get()
                .binaryDecoder(known, WireFormat.PAYLOAD_OFFSET, known.length - WireFormat.PAYLOAD_OFFSET, null);
        try {
            return generic(
                    schemaId,
                    new GenericDatumReader<GenericRecord>(Event.getClassSchema(), schema).read(null, decoder));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A prompt call whose cost is of any size. */
    static byte[] wideCost(int schemaId, Schema schema, Event event, BigDecimal cost) {
        var known = WireFormat.encode(schemaId, event);
        var decoder = DecoderFactory.get()
                .binaryDecoder(known, WireFormat.PAYLOAD_OFFSET, known.length - WireFormat.PAYLOAD_OFFSET, null);
        try {
            var record = new GenericDatumReader<GenericRecord>(Event.getClassSchema(), schema).read(null, decoder);
            var payload = (GenericRecord) record.get("payload");
            payload.put(
                    "cost_estimate_usd", ByteBuffer.wrap(cost.unscaledValue().toByteArray()));
            return generic(schemaId, record);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

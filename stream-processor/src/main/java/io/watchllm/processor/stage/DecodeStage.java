package io.watchllm.processor.stage;

import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.EventReading;
import io.watchllm.validation.Rejection;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Decodes bytes to an event: wire format, writer schema, Avro. */
public final class DecodeStage extends ContextualProcessor<byte[], byte @Nullable [], byte[], Flow> {

    private final WriterSchemas schemas;
    private final EventReading reading = new EventReading();

    public DecodeStage(WriterSchemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        var raw = record.value();
        var fault = EventReading.wireFormatFault(raw);
        if (raw == null || fault != null) {
            refuse(record, fault == null ? EventReading.noValue() : fault);
            return;
        }
        int schemaId = WireFormat.schemaId(raw);
        switch (schemas.find(schemaId)) {
            case WriterSchemas.Unknown unknown ->
                refuse(record, EventReading.unknownSchema(schemaId, unknown.detail()));
            case WriterSchemas.Found found -> {
                switch (reading.read(raw, found.schema())) {
                    case EventReading.Refused refused -> refuse(record, refused.rejection());
                    case EventReading.Read read ->
                        context().forward(record.withValue(new Flow.Accepted(raw, read)), Nodes.VALIDATE);
                }
            }
        }
    }

    private void refuse(Record<byte[], byte @Nullable []> record, Rejection rejection) {
        context().forward(record.withValue(new Flow.Refused(record.value(), rejection)), Nodes.REFUSE);
    }
}

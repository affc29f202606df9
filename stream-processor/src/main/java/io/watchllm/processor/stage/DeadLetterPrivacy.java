package io.watchllm.processor.stage;

import io.watchllm.privacy.DeadLetterRedaction;
import io.watchllm.privacy.DeadLetterRedaction.Scope;
import io.watchllm.privacy.Findings;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.CountedProjects;
import io.watchllm.validation.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Redacts a rejected record before it becomes a dead letter: its value, header values, header names and the rejection
 * message. A key made of the event's two ids stays: rows have the same ids, and the dead letter is found by it. Any
 * other key is untrusted and redacted too.
 */
public final class DeadLetterPrivacy implements UnaryOperator<Record<byte[], Flow.Refused>> {

    private final DeadLetterRedaction redaction;
    private final WriterSchemas schemas;
    private final ProcessorMetrics metrics;

    public DeadLetterPrivacy(DeadLetterRedaction redaction, WriterSchemas schemas, ProcessorMetrics metrics) {
        this.redaction = redaction;
        this.schemas = schemas;
        this.metrics = metrics;
    }

    @Override
    public Record<byte[], Flow.Refused> apply(Record<byte[], Flow.Refused> record) {
        var findings = new Findings();
        var scope = redaction.scope(record.value().project());
        var raw = record.value().raw();
        var value = raw == null ? null : redaction.value(raw, schema(raw), scope, findings);
        var rejection = record.value().rejection();
        var said = new Rejection(
                rejection.reason(),
                rejection.field(),
                redaction.message(rejection.value(), scope, findings),
                rejection.right());
        var headers = headers(record.headers(), scope, findings);
        metrics.redacted(findings);
        return new Record<>(
                key(record, scope, findings),
                new Flow.Refused(value, said, record.value().event()),
                record.timestamp(),
                headers);
    }

    /** The writer schema of the value, if it has one. */
    private @Nullable Schema schema(byte[] raw) {
        if (raw.length < WireFormat.PAYLOAD_OFFSET || raw[0] != WireFormat.MAGIC) {
            return null;
        }
        return schemas.find(WireFormat.schemaId(raw)) instanceof WriterSchemas.Found found ? found.schema() : null;
    }

    private byte[] key(Record<byte[], Flow.Refused> record, Scope scope, Findings findings) {
        var key = record.key();
        var event = record.value().event();
        boolean isOfIds = event != null
                && CountedProjects.isId(event.getProjectId())
                && Arrays.equals(key, EventKey.of(event).getBytes(StandardCharsets.UTF_8));
        return key == null || isOfIds ? key : redaction.bytes(key, scope, findings);
    }

    private Headers headers(Headers headers, Scope scope, Findings findings) {
        var redacted = new RecordHeaders();
        for (var header : headers) {
            var value = header.value();
            var name = redaction.text(header.key(), scope, findings);
            redacted.add(name, value == null ? null : redaction.bytes(value, scope, findings));
        }
        return redacted;
    }
}

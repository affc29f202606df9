package io.watchllm.processor.topology;

import io.watchllm.privacy.DeadLetterRedaction;
import io.watchllm.privacy.DeadLetterRedaction.Scope;
import io.watchllm.privacy.Findings;
import io.watchllm.processor.core.EventPipeline.Rejected;
import io.watchllm.processor.store.EventCountsStore;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.CountedProjects;
import io.watchllm.validation.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Writes rejected records as dead letters: the record, its position, and the reason. If there are privacy rules, the
 * record's value, header values, header names and the rejection message are redacted. A key made of the event's two ids
 * stays: rows have the same ids, and the dead letter is found by it. Any other key is untrusted and redacted too.
 */
final class RejectedRecords {

    private final ProcessorContext<byte[], byte @Nullable []> context;
    private final EventProcessor.Parts parts;
    private final OutputGate gate;
    private final EventCountsStore counts;

    RejectedRecords(
            ProcessorContext<byte[], byte @Nullable []> context,
            EventProcessor.Parts parts,
            OutputGate gate,
            EventCountsStore counts) {
        this.context = context;
        this.parts = parts;
        this.gate = gate;
        this.counts = counts;
    }

    /** Writes the current record of the task as a dead letter, and counts it. */
    void write(Record<byte[], byte @Nullable []> record, Rejected rejected) {
        var redaction = parts.redaction();
        var deadLetter = redaction == null
                ? deadLetter(
                        record.key(), record.value(), List.of(record.headers().toArray()), rejected.rejection())
                : redacted(record, rejected, redaction);
        gate.write(Output.DEAD_LETTERS, DeadLetterOutput.record(deadLetter, record.timestamp()));
        var event = rejected.event();
        var project = event == null ? EventKey.project(deadLetter.key()) : event.getProjectId();
        parts.metrics().rejected(rejected.rejection().reason(), project);
        counts.count(project, EventCount.REFUSED);
    }

    private DeadLetter redacted(
            Record<byte[], byte @Nullable []> record, Rejected rejected, DeadLetterRedaction redaction) {
        var event = rejected.event();
        var findings = new Findings();
        var scope = redaction.scope(event == null ? null : event.getProjectId());
        var value = record.value();
        var said = rejected.rejection();
        var deadLetter = deadLetter(
                isOfIds(record.key(), rejected) ? record.key() : redaction.bytes(record.key(), scope, findings),
                value == null ? null : redaction.value(value, schema(value), scope, findings),
                Arrays.stream(record.headers().toArray())
                        .map(header -> redacted(header, redaction, scope, findings))
                        .toList(),
                new Rejection(
                        said.reason(),
                        said.field(),
                        redaction.message(said.value(), scope, findings),
                        said.expected()));
        parts.metrics().redacted(findings);
        return deadLetter;
    }

    /** Whether the key is null or made of the event's two ids. */
    private static boolean isOfIds(byte @Nullable [] key, Rejected rejected) {
        var event = rejected.event();
        return key == null
                || (event != null
                        && CountedProjects.isId(event.getProjectId())
                        && Arrays.equals(key, EventKey.of(event).getBytes(StandardCharsets.UTF_8)));
    }

    private static Header redacted(Header header, DeadLetterRedaction redaction, Scope scope, Findings findings) {
        var name = redaction.text(header.key(), scope, findings);
        var value = header.value();
        return new RecordHeader(name, value == null ? null : redaction.bytes(value, scope, findings));
    }

    /** The writer schema of the value, if it has one. */
    private @Nullable Schema schema(byte[] value) {
        if (value.length < WireFormat.PAYLOAD_OFFSET || value[0] != WireFormat.MAGIC) {
            return null;
        }
        return parts.schemas().find(WireFormat.schemaId(value)) instanceof WriterSchemas.Found found
                ? found.schema()
                : null;
    }

    private DeadLetter deadLetter(
            byte @Nullable [] key, byte @Nullable [] value, List<Header> headers, Rejection rejection) {
        var origin = context.recordMetadata().orElseThrow();
        return new DeadLetter(
                key,
                value,
                headers,
                new DeadLetter.FromTopic(origin.topic(), origin.partition(), origin.offset()),
                DeadLetterOutput.refusal(
                        rejection.reason().word(),
                        rejection.field(),
                        rejection.message(),
                        parts.clock().instant()));
    }
}

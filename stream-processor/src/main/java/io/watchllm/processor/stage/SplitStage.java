package io.watchllm.processor.stage;

import io.watchllm.events.Event;
import io.watchllm.pricing.Pricing;
import io.watchllm.processor.core.ContentFingerprint;
import io.watchllm.processor.core.RowMapping;
import io.watchllm.processor.core.Rows;
import io.watchllm.processor.write.Output;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.WireFormat;
import io.watchllm.validation.Flag;
import io.watchllm.validation.Limits;
import io.watchllm.validation.Reason;
import io.watchllm.validation.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Splits an event into rows, encoded for their topics. */
public final class SplitStage extends ContextualProcessor<byte[], Flow.Accepted, byte[], Flow> {

    private static final int FLAGS = EventRow.getClassSchema().getField("flags").pos();

    private final ContentFingerprint marks = new ContentFingerprint();
    private final Mapping mapping;
    private final RowSchemaIds ids;
    private final ProcessorMetrics metrics;

    /** Maps an event, the time of its record and its price to rows. */
    @FunctionalInterface
    interface Mapping {
        Rows rows(Event event, Instant arrival, @Nullable Pricing pricing);
    }

    /**
     * Creates the stage.
     *
     * @param dedupWindow how long after its first arrival an event is recognized as a duplicate
     */
    public SplitStage(Limits limits, Duration dedupWindow, RowSchemaIds ids, ProcessorMetrics metrics) {
        this(new RowMapping(limits, dedupWindow)::rows, ids, metrics);
    }

    SplitStage(Mapping mapping, RowSchemaIds ids, ProcessorMetrics metrics) {
        this.mapping = mapping;
        this.ids = ids;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], Flow.Accepted> record) {
        var event = record.value().event();
        var key = EventKey.of(event).getBytes(StandardCharsets.UTF_8);
        Rows made;
        List<Flow.EncodedRow> rows;
        long content;
        try {
            // The record's time rather than the clock, so that a replay creates the same rows.
            made = mapping.rows(
                    event,
                    Instant.ofEpochMilli(record.timestamp()),
                    record.value().pricing());
            if (record.value().redacted()) {
                flagRedacted(made.event());
            }
            rows = encode(made);
            content = marks.of(record.value().raw(), record.value().read());
        } catch (RuntimeException failure) {
            // Rejecting keeps one record from stopping the stream: the failure would repeat after each restart.
            context().forward(record.withValue(new Flow.Refused(record.value(), notMappable(failure))), Nodes.REFUSE);
            return;
        }
        for (var row : rows) {
            // All or none: checked before the first row is written.
            if (!row.output().takes(key, row.bytes())) {
                var refused = new Flow.Refused(record.value(), tooLarge(row));
                context().forward(record.withValue(refused), Nodes.REFUSE);
                return;
            }
        }
        var accepted = record.value();
        context()
                .forward(
                        record.withValue(new Flow.Split(accepted.raw(), event, content, accepted.pricing(), key, rows)),
                        Nodes.DEDUPLICATE);
        metrics.flagged(made.event().getFlags(), event.getProjectId());
    }

    private List<Flow.EncodedRow> encode(Rows rows) {
        var encoded = new ArrayList<Flow.EncodedRow>(2 + rows.toolCalls().size());
        encoded.add(encode(Output.EVENT_ROWS, ids.event(), rows.event()));
        for (var call : rows.toolCalls()) {
            encoded.add(encode(Output.TOOL_CALL_ROWS, ids.toolCall(), call));
        }
        if (rows.agentStep() != null) {
            encoded.add(encode(Output.AGENT_STEP_ROWS, ids.agentStep(), rows.agentStep()));
        }
        return encoded;
    }

    private static void flagRedacted(EventRow row) {
        var flags = new ArrayList<>(row.getFlags());
        flags.add(Flag.REDACTED.word());
        row.put(FLAGS, flags);
    }

    private static Flow.EncodedRow encode(Output output, int schemaId, SpecificRecord row) {
        return new Flow.EncodedRow(output, WireFormat.encode(schemaId, row));
    }

    private static Rejection notMappable(RuntimeException failure) {
        return new Rejection(
                Reason.NOT_MAPPABLE,
                "record",
                "an event that can't be turned into rows (" + failure + ")",
                "values that fit the rows (the checks should have said which; please report this)");
    }

    private static Rejection tooLarge(Flow.EncodedRow row) {
        return new Rejection(
                Reason.RECORD_TOO_LARGE,
                "record",
                "an event whose row for " + row.output().topic().name() + " takes " + row.bytes().length + " bytes",
                "at most " + row.output().bytesMax() + " bytes (shorter texts)");
    }
}

package io.watchllm.processor.stage;

import io.watchllm.events.Event;
import io.watchllm.processor.core.Limits;
import io.watchllm.processor.core.Reason;
import io.watchllm.processor.core.Rejection;
import io.watchllm.processor.core.RowMapping;
import io.watchllm.processor.core.Rows;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Event to rows, encoded for their topics. */
public final class SplitStage extends ContextualProcessor<byte[], Flow.Accepted, byte[], Object> {

    /** Below what the row topics take, by what a batch may add around its one record. */
    static final int ROW_BYTES_MAX = Topics.DERIVED_BYTES_MAX - (64 << 10);

    /** The word in flags of a row whose event was redacted. */
    static final String REDACTED = "redacted";

    private static final int FLAGS = EventRow.getClassSchema().getField("flags").pos();

    private final Function<Event, Rows> mapping;
    private final RowSchemaIds ids;
    private final ProcessorMetrics metrics;

    public SplitStage(Limits limits, RowSchemaIds ids, ProcessorMetrics metrics) {
        this(new RowMapping(limits)::rows, ids, metrics);
    }

    SplitStage(Function<Event, Rows> mapping, RowSchemaIds ids, ProcessorMetrics metrics) {
        this.mapping = mapping;
        this.ids = ids;
        this.metrics = metrics;
    }

    // Compared by nobody.
    @SuppressWarnings("ArrayRecordComponent")
    private record EncodedRow(String node, byte[] bytes) {}

    @Override
    public void process(Record<byte[], Flow.Accepted> record) {
        var event = record.value().event();
        var key = EventKey.of(event).getBytes(StandardCharsets.UTF_8);
        List<EncodedRow> rows;
        try {
            rows = encode(event, record.value().redacted());
        } catch (RuntimeException failure) {
            // It would come again at each restart: one record must not stop the stream.
            context()
                    .forward(
                            record.withValue(new Flow.Refused(record.value().raw(), notMappable(failure))),
                            Nodes.REFUSE);
            return;
        }
        for (var row : rows) {
            // All or none: the check comes before the first row is out.
            if (key.length + row.bytes().length > ROW_BYTES_MAX) {
                var refused = new Flow.Refused(record.value().raw(), tooLarge(row));
                context().forward(record.withValue(refused), Nodes.REFUSE);
                return;
            }
        }
        for (var row : rows) {
            context().forward(new Record<>(key, row.bytes(), record.timestamp(), new RecordHeaders()), row.node());
            metrics.row(row.node());
        }
    }

    private List<EncodedRow> encode(Event event, boolean redacted) {
        var rows = mapping.apply(event);
        if (redacted) {
            flag(rows.event());
        }
        var encoded = new ArrayList<EncodedRow>(2 + rows.toolCalls().size());
        encoded.add(encode(Nodes.EVENT_ROWS, ids.event(), rows.event()));
        for (var call : rows.toolCalls()) {
            encoded.add(encode(Nodes.TOOL_CALL_ROWS, ids.toolCall(), call));
        }
        if (rows.agentStep() != null) {
            encoded.add(encode(Nodes.AGENT_STEP_ROWS, ids.agentStep(), rows.agentStep()));
        }
        return encoded;
    }

    private static void flag(EventRow row) {
        var flags = new ArrayList<>(row.getFlags());
        flags.add(REDACTED);
        row.put(FLAGS, flags);
    }

    private static EncodedRow encode(String node, int schemaId, SpecificRecord row) {
        return new EncodedRow(node, WireFormat.encode(schemaId, row));
    }

    private static Rejection notMappable(RuntimeException failure) {
        return new Rejection(
                Reason.NOT_MAPPABLE,
                "record",
                "an event that can't be turned into rows (" + failure + ")",
                "values that fit the rows (the checks should have said which; please report this)");
    }

    private static Rejection tooLarge(EncodedRow row) {
        return new Rejection(
                Reason.RECORD_TOO_LARGE,
                "record",
                "an event whose row on " + row.node() + " takes " + row.bytes().length + " bytes",
                "at most " + ROW_BYTES_MAX + " bytes (shorter texts)");
    }
}

package io.watchllm.processor.stage;

import io.watchllm.processor.core.BookEntry;
import io.watchllm.processor.core.alert.AlertRecords;
import io.watchllm.processor.core.alert.AlertSink;
import io.watchllm.processor.core.alert.RaisedAlert;
import io.watchllm.processor.core.alert.rule.Rule;
import io.watchllm.processor.state.BookStore;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.WireFormat;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sends an alert on its two ways, as a row and as a record of its topic, and counts the row in the books. */
final class AlertDesk implements AlertSink {

    private final ProcessorContext<byte[], byte @Nullable []> context;
    private final Ways ways;
    private final RowSchemaIds ids;
    private final AlertMetrics metrics;
    private final BookStore books;

    /** Nodes of the two topics. */
    record Ways(String rows, String alerts) {}

    AlertDesk(
            ProcessorContext<byte[], byte @Nullable []> context,
            Ways ways,
            RowSchemaIds ids,
            AlertMetrics metrics,
            BookStore books) {
        this.context = context;
        this.ways = ways;
        this.ids = ids;
        this.metrics = metrics;
        this.books = books;
    }

    @Override
    public void raised(RaisedAlert alert) {
        long timeMs = alert.said().timeMs();
        var row = AlertRecords.row(alert);
        forward(ways.rows, EventKey.of(row.getProjectId(), row.getRunId()), ids.event(), row, timeMs);
        forward(ways.alerts, alert.key(), ids.alert(), AlertRecords.alert(alert), timeMs);
        books.count(alert.group().project(), BookEntry.ALERTS);
        metrics.raised(alert);
    }

    @Override
    public void late(Rule rule, long events) {
        metrics.late(rule.id(), events);
    }

    private void forward(String node, String key, int schemaId, SpecificRecord value, long timeMs) {
        context.forward(
                new Record<byte[], byte @Nullable []>(
                        key.getBytes(StandardCharsets.UTF_8), WireFormat.encode(schemaId, value), timeMs),
                node);
    }
}

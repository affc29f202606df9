package io.watchllm.processor.topology;

import io.watchllm.alerting.AlertRecords;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.store.EventCountsStore;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Collects the alerts that rules raise and then sends each as a row and as a record of the alerts topic, and counts the
 * row. Rules run only between calls of {@link #send}: nothing is sent meanwhile, so an exception there comes from the
 * rule itself.
 */
final class AlertEmitter implements AlertSink {

    private final OutputGate gate;
    private final Ways ways;
    private final Form form;
    private final AlertMetrics metrics;
    private final EventCountsStore counts;
    private final RuleFailures failures;
    private final List<Waiting> waiting = new ArrayList<>();

    /** Outputs to the two topics. */
    record Ways(Output rows, Output alerts) {}

    /** How an alert is encoded. */
    record Form(AlertRecords records, RowSchemaIds ids) {}

    /** An alert in both forms. */
    private record Waiting(
            RaisedAlert alert, Record<byte[], byte @Nullable []> row, Record<byte[], byte @Nullable []> record) {}

    AlertEmitter(
            ProcessorContext<byte[], byte @Nullable []> context,
            Ways ways,
            Form form,
            AlertMetrics metrics,
            EventCountsStore counts,
            RuleFailures failures) {
        gate = new OutputGate(context, metrics.writes());
        this.ways = ways;
        this.form = form;
        this.metrics = metrics;
        this.counts = counts;
        this.failures = failures;
    }

    @Override
    public void raised(RaisedAlert alert) {
        long timeMs = alert.said().timeMs();
        var row = form.records.row(alert);
        var rowKey = EventKey.of(row.getProjectId(), row.getRunId());
        waiting.add(new Waiting(
                alert,
                record(rowKey, WireFormat.encode(form.ids.event(), row), timeMs),
                record(alert.key(), WireFormat.encode(form.ids.alert(), form.records.alert(alert)), timeMs)));
    }

    @Override
    public void late(Rule rule, long events) {
        metrics.late(rule.id(), events);
    }

    @Override
    public void failed(Rule rule, RuntimeException failure) {
        waiting.removeIf(each -> each.alert.rule().equals(rule));
        failures.failed(rule, failure);
    }

    /** Sends the alerts raised since the last call. */
    void send() {
        for (var each : waiting) {
            if (gate.write(ways.rows, each.row)) {
                counts.count(each.alert.group().project(), EventCount.ALERTS);
            }
            gate.write(ways.alerts, each.record);
            metrics.raised(each.alert);
        }
        waiting.clear();
        failures.send();
    }

    private static Record<byte[], byte @Nullable []> record(String key, byte[] value, long timeMs) {
        return new Record<byte[], byte @Nullable []>(key.getBytes(StandardCharsets.UTF_8), value, Math.max(0, timeMs));
    }
}

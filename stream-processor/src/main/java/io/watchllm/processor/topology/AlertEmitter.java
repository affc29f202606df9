package io.watchllm.processor.topology;

import io.watchllm.alerting.AlertRecords;
import io.watchllm.alerting.AlertSink;
import io.watchllm.alerting.RaisedAlert;
import io.watchllm.alerting.rule.FailedRule;
import io.watchllm.alerting.rule.Rule;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.rules.AlertMetrics;
import io.watchllm.processor.rules.RuleTable;
import io.watchllm.processor.store.EventCountsStore;
import io.watchllm.processor.write.Output;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the alerts that rules raise and then sends each as a row and as a record of the alerts topic, and counts the
 * row. A rule that throws is disabled in this process and reported in its log, its metrics and a dead letter; all other
 * rules and the rows continue. Rules run only between calls of {@link #send}: nothing is sent meanwhile, so an
 * exception there comes from the rule itself.
 */
final class AlertEmitter implements AlertSink {

    private static final Logger log = LoggerFactory.getLogger(AlertEmitter.class);

    private final ProcessorContext<byte[], byte @Nullable []> context;
    private final OutputGate gate;
    private final Outputs outputs;
    private final AlertRecords records;
    private final RowSchemaIds ids;
    private final AlertMetrics metrics;
    private final EventCountsStore counts;
    private final RuleTable rules;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<DeadLetter> failures = new ArrayList<>();

    /**
     * Where it writes.
     *
     * @param deadLetters output for rules that failed
     */
    record Outputs(Output rows, Output alerts, Output deadLetters) {}

    /** An alert in both forms. */
    private record Waiting(
            RaisedAlert alert, Record<byte[], byte @Nullable []> row, Record<byte[], byte @Nullable []> record) {}

    AlertEmitter(
            ProcessorContext<byte[], byte @Nullable []> context,
            Outputs outputs,
            AlertTask.Parts parts,
            EventCountsStore counts,
            RuleTable rules) {
        this.context = context;
        this.outputs = outputs;
        records = new AlertRecords(parts.sizes());
        ids = parts.ids();
        metrics = parts.metrics();
        gate = new OutputGate(context, metrics.writes());
        this.counts = counts;
        this.rules = rules;
    }

    @Override
    public void raised(RaisedAlert alert) {
        long timeMs = alert.status().timeMs();
        var row = records.row(alert);
        var rowKey = EventKey.of(row.getProjectId(), row.getRunId());
        waiting.add(new Waiting(
                alert,
                record(rowKey, WireFormat.encode(ids.event(), row), timeMs),
                record(alert.key(), WireFormat.encode(ids.alert(), records.alert(alert)), timeMs)));
    }

    @Override
    public void late(Rule rule, long events) {
        metrics.late(rule.id(), events);
    }

    @Override
    public void failed(Rule rule, RuntimeException failure) {
        waiting.removeIf(each -> each.alert.rule().equals(rule));
        // Only the first failure of a rule in this process is reported.
        if (rules.disable(rule)) {
            log.error(
                    "alert rule failed and is switched off rule_id={} version={}", rule.id(), rule.version(), failure);
            failures.add(deadLetter(rule, failure));
        }
    }

    /** Sends the alerts raised, and reports the rules that failed, since the last call. */
    void send() {
        for (var each : waiting) {
            if (gate.write(outputs.rows, each.row)) {
                counts.count(each.alert.group().project(), EventCount.ALERTS);
            }
            gate.write(outputs.alerts, each.record);
            metrics.raised(each.alert);
        }
        waiting.clear();
        for (var each : failures) {
            gate.write(outputs.deadLetters, DeadLetterOutput.record(each, context.currentSystemTimeMs()));
        }
        failures.clear();
    }

    private static Record<byte[], byte @Nullable []> record(String key, byte[] value, long timeMs) {
        return new Record<byte[], byte @Nullable []>(key.getBytes(StandardCharsets.UTF_8), value, Math.max(0, timeMs));
    }

    private DeadLetter deadLetter(Rule rule, RuntimeException failure) {
        return new DeadLetter(
                rule.id().getBytes(StandardCharsets.UTF_8),
                null,
                List.of(),
                FailedRule.of(rule).origin(),
                DeadLetterOutput.refusal(
                        FailedRule.REASON,
                        "",
                        "the rule '%s' (version %d) failed and is switched off: %s. Apply it again, changed, to switch it on; please report this."
                                .formatted(rule.id(), rule.version(), failure),
                        Instant.ofEpochMilli(context.currentSystemTimeMs())));
    }
}

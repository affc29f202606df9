package io.watchllm.processor.topology;

import io.watchllm.privacy.DeadLetterRedaction;
import io.watchllm.processor.core.EventPipeline;
import io.watchllm.processor.prices.PriceTable;
import io.watchllm.processor.store.CommitHook;
import io.watchllm.processor.store.EventCountsStore;
import io.watchllm.processor.store.SeenIdsStore;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.EventCount;
import io.watchllm.schemas.EventCountKey;
import io.watchllm.schemas.registry.WriterSchemas;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The node that reads events: {@link EventPipeline} decides, and this class writes the outcome. A new event becomes
 * rows and is shown to the alert rules, a rejected record becomes a dead letter, a duplicate is only counted.
 */
public final class EventProcessor implements Processor<byte[], byte @Nullable [], byte[], byte @Nullable []> {

    private final Parts parts;
    private @Nullable Task task;

    /**
     * Shared by the tasks of all partitions.
     *
     * @param schemas writer schemas of incoming records
     * @param redaction of dead letters; null without privacy rules
     * @param alerts how alert rules are evaluated; null without alerts
     * @param clock time of dead letters, and upper bound of arrival times
     */
    public record Parts(
            EventPipeline.Settings settings,
            WriterSchemas schemas,
            @Nullable DeadLetterRedaction redaction,
            AlertTask.@Nullable Parts alerts,
            InstantSource clock,
            ProcessorMetrics metrics) {}

    public EventProcessor(Parts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> context) {
        task = new Task(context);
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        Objects.requireNonNull(task).process(record);
    }

    @Override
    public void close() {
        if (task != null && task.alerts != null) {
            task.alerts.close();
        }
        task = null;
    }

    /** State that exists while the partition is assigned. */
    private final class Task {

        private final SeenIdsStore seen;
        private final EventCountsStore counts;
        private final OutputGate gate;
        private final RejectedRecords rejected;
        private final @Nullable EventAlerts alerts;
        private final EventPipeline pipeline;

        Task(ProcessorContext<byte[], byte @Nullable []> context) {
            var metrics = parts.metrics();
            PriceTable prices = context.getStateStore(PriceTable.NAME);
            seen = context.getStateStore(SeenIdsStore.NAME);
            counts = context.getStateStore(EventCountKey.EVENTS_STORE);
            CommitHook commits = context.getStateStore(CommitHook.EVENTS);
            commits.beforeCommit(context, CommitHook.Phase.SAVE, counts::save);
            gate = new OutputGate(context, metrics.writes());
            rejected = new RejectedRecords(context, parts, gate, counts);
            alerts = parts.alerts() == null ? null : new EventAlerts(context, parts.alerts(), parts.clock());
            var lookups = new EventPipeline.Lookups(
                    parts.schemas(), () -> prices.current(context.currentSystemTimeMs()), seen::find);
            pipeline = new EventPipeline(parts.settings(), lookups, metrics);
        }

        void process(Record<byte[], byte @Nullable []> record) {
            var written = Instant.ofEpochMilli(record.timestamp());
            var now = parts.clock().instant();
            switch (pipeline.process(record.value(), written, written.isAfter(now) ? now : written)) {
                case EventPipeline.Rejected outcome -> rejected.write(record, outcome);
                case EventPipeline.Duplicate(var event) -> {
                    parts.metrics().duplicate(event.getProjectId());
                    counts.count(event.getProjectId(), EventCount.DUPLICATE);
                }
                case EventPipeline.Accepted accepted -> write(accepted, record.timestamp());
            }
        }

        private void write(EventPipeline.Accepted accepted, long timeMs) {
            seen.put(accepted.id(), accepted.firstSeen());
            for (var row : accepted.rows()) {
                gate.write(row.output(), new Record<>(accepted.key(), row.bytes(), timeMs, new RecordHeaders()));
                parts.metrics().row(row.output());
            }
            counts.count(accepted.event().getProjectId(), EventCount.ROWS);
            if (alerts != null) {
                alerts.observe(
                        accepted.event(),
                        accepted.pricing(),
                        accepted.firstSeen().atMillis());
            }
        }
    }
}

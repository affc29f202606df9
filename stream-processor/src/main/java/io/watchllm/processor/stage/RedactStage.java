package io.watchllm.processor.stage;

import io.watchllm.privacy.EventRedaction;
import io.watchllm.privacy.Findings;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Redacts events. Omitted from the topology when there are no privacy rules. */
public final class RedactStage extends ContextualProcessor<byte[], Flow.Accepted, byte[], Flow.Accepted> {

    private final EventRedaction redaction;
    private final ProcessorMetrics metrics;

    public RedactStage(EventRedaction redaction, ProcessorMetrics metrics) {
        this.redaction = redaction;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], Flow.Accepted> record) {
        var accepted = record.value();
        var findings = new Findings();
        var event = redaction.redact(accepted.event(), findings);
        if (findings.isEmpty()) {
            context().forward(record, Nodes.PRICE);
            return;
        }
        metrics.redacted(findings);
        // The raw value stays unredacted: a later rejection redacts it.
        context().forward(record.withValue(accepted.redacted(event)), Nodes.PRICE);
    }
}

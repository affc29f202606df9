package io.watchllm.processor.stage;

import io.watchllm.processor.core.privacy.EventRedaction;
import io.watchllm.processor.core.privacy.Findings;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Takes out of the event what the rules find. Where there are no rules, there is no such stage. */
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
        // The raw value goes along as it was: what refuses it later masks it.
        context().forward(record.withValue(accepted.redacted(event)), Nodes.PRICE);
    }
}

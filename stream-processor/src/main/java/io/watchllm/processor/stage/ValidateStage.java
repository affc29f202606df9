package io.watchllm.processor.stage;

import io.watchllm.processor.core.EventCheck;
import io.watchllm.processor.core.Limits;
import java.time.InstantSource;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Lets through what the contract allows. */
public final class ValidateStage extends ContextualProcessor<byte[], Flow.Accepted, byte[], Flow> {

    private final EventCheck check;
    private final InstantSource clock;
    private final ProcessorMetrics metrics;
    private final String next;

    /**
     * A stage.
     *
     * @param next node that takes what is let through
     */
    public ValidateStage(Limits limits, InstantSource clock, ProcessorMetrics metrics, String next) {
        check = new EventCheck(limits);
        this.clock = clock;
        this.metrics = metrics;
        this.next = next;
    }

    @Override
    public void process(Record<byte[], Flow.Accepted> record) {
        var accepted = record.value();
        var rejection = check.check(accepted.event(), Arrival.of(record, clock));
        if (rejection != null) {
            context().forward(record.withValue(new Flow.Refused(accepted, rejection)), Nodes.REFUSE);
            return;
        }
        metrics.accepted();
        context().forward(record.withValue(accepted), next);
    }
}

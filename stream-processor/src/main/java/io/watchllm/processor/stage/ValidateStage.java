package io.watchllm.processor.stage;

import io.watchllm.validation.EventCheck;
import io.watchllm.validation.Limits;
import java.time.InstantSource;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Passes events that satisfy the data contract and rejects all others. */
public final class ValidateStage extends ContextualProcessor<byte[], Flow.Accepted, byte[], Flow> {

    private final EventCheck check;
    private final InstantSource clock;
    private final ProcessorMetrics metrics;
    private final String next;

    /**
     * Creates the stage.
     *
     * @param next node that receives accepted events
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

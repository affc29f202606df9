package io.watchllm.processor.stage;

import io.watchllm.events.PromptCall;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PricePreference;
import io.watchllm.pricing.Pricer;
import io.watchllm.processor.prices.PriceMetrics;
import io.watchllm.processor.prices.PriceTable;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Adds costs to prompt calls; other events pass unchanged. Steps and tool calls never have a cost. */
public final class PriceStage extends ContextualProcessor<byte[], Flow.Accepted, byte[], Flow.Accepted> {

    private final PricePreference preference;
    private final PriceMetrics metrics;
    private @Nullable PriceTable table;
    private @Nullable PriceList list;
    private @Nullable Pricer pricer;

    public PriceStage(PricePreference preference, PriceMetrics metrics) {
        this.preference = preference;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], Flow.Accepted> context) {
        super.init(context);
        table = context.getStateStore(PriceTable.NAME);
    }

    @Override
    public void process(Record<byte[], Flow.Accepted> record) {
        var accepted = record.value();
        if (!(accepted.event().getPayload() instanceof PromptCall call)) {
            context().forward(record, Nodes.SPLIT);
            return;
        }
        var pricing = pricer().price(call, accepted.event().getTimestamp());
        metrics.call(call.getModel(), pricing.source());
        context().forward(record.withValue(accepted.with(pricing)), Nodes.SPLIT);
    }

    /** A pricer for the current list. */
    private Pricer pricer() {
        var current = Objects.requireNonNull(table).current(context().currentSystemTimeMs());
        var known = pricer;
        if (known == null || current != list) {
            list = current;
            known = new Pricer(current, preference);
            pricer = known;
        }
        return known;
    }
}

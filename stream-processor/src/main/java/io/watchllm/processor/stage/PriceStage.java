package io.watchllm.processor.stage;

import io.watchllm.events.PromptCall;
import io.watchllm.processor.core.price.PriceList;
import io.watchllm.processor.core.price.PricePreference;
import io.watchllm.processor.core.price.Pricer;
import io.watchllm.processor.prices.PriceBook;
import io.watchllm.processor.prices.PriceMetrics;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Puts a cost on prompt calls; what has none passes as it is. Steps and tool calls never have one. */
public final class PriceStage extends ContextualProcessor<byte[], Flow.Accepted, byte[], Flow.Accepted> {

    /** A change of prices is seen after this time at the latest, and many changes within it are one. */
    public static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final PricePreference preference;
    private final PriceMetrics metrics;
    private @Nullable PriceList list;
    private @Nullable Pricer pricer;

    public PriceStage(PricePreference preference, PriceMetrics metrics) {
        this.preference = preference;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], Flow.Accepted> context) {
        super.init(context);
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> look());
    }

    @Override
    public void process(Record<byte[], Flow.Accepted> record) {
        var accepted = record.value();
        if (!(accepted.event().getPayload() instanceof PromptCall call)) {
            context().forward(record, Nodes.SPLIT);
            return;
        }
        var known = pricer == null ? look() : pricer;
        var pricing = known.price(call, accepted.event().getTimestamp());
        metrics.call(call.getModel(), pricing.source());
        context().forward(record.withValue(accepted.with(pricing)), Nodes.SPLIT);
    }

    /** Takes over the list, if it is another one. */
    private Pricer look() {
        PriceBook book = context().getStateStore(PriceBook.NAME);
        var current = book.current();
        var known = pricer;
        if (known == null || !current.equals(list)) {
            list = current;
            known = new Pricer(current, preference);
            pricer = known;
        }
        return known;
    }
}

package io.watchllm.processor.prices;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PriceList.Layer;
import io.watchllm.pricing.PriceReading;
import io.watchllm.rows.CostSource;
import io.watchllm.runtime.Metric;
import io.watchllm.validation.TableRecordException.Fault;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Metrics of pricing. */
public final class PriceMetrics {

    private static final Metric CALLS = Metric.counter(
            "watchllm.processor.priced.calls",
            "Prompt calls, by model and by where their cost comes from: client, price_table, unpriced. Models beyond the first 200 are counted as other.",
            "model",
            "source");
    private static final Metric ROWS =
            Metric.gauge("watchllm.processor.prices.rows", "Prices that are known, by list: topic, built_in.", "list");
    private static final Metric LISTS = Metric.counter(
            "watchllm.processor.prices.lists",
            "Price lists that were made: one more after each batch of changes on the topic.");
    private static final Metric SKIPPED = Metric.counter(
            "watchllm.processor.prices.skipped",
            "Records of the topic of prices that are no price and were left out, by why: no_key, not_wire_format, unknown_schema, unreadable, broken_price.",
            "reason");

    /** Every metric of pricing. */
    public static final List<Metric> ALL = List.of(CALLS, ROWS, LISTS, SKIPPED);

    /** Bounded because model names come from outside, and each time series is permanent. */
    private static final int MODELS_MAX = 200;

    private static final int MODEL_CHARACTERS_MAX = 100;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Map<String, Map<CostSource, Counter>> calls = new ConcurrentHashMap<>();
    private final Map<CostSource, Counter> others;
    private final Map<Layer, AtomicLong> rows = new EnumMap<>(Layer.class);
    private final Map<Fault, Counter> skipped = new EnumMap<>(Fault.class);
    private final Counter lists;

    public PriceMetrics(MeterRegistry registry) {
        this.registry = registry;
        others = counters(OTHER);
        for (var layer : Layer.values()) {
            var count = new AtomicLong();
            rows.put(layer, count);
            ROWS.gauge(registry, count::get, layer.word());
        }
        for (var fault : PriceReading.FAULTS) {
            skipped.put(fault, SKIPPED.counter(registry, fault.word()));
        }
        lists = LISTS.counter(registry);
    }

    /** Counts a call, priced or not. */
    public void call(String model, CostSource source) {
        var counters = calls.get(model);
        if (counters == null) {
            // Several threads may get here at the limit at once; a few extra models do no harm.
            counters = calls.size() < MODELS_MAX && model.length() <= MODEL_CHARACTERS_MAX
                    ? calls.computeIfAbsent(model, this::counters)
                    : others;
        }
        var counter = counters.get(source);
        if (counter != null) {
            counter.increment();
        }
    }

    void rows(PriceList list) {
        rows.forEach((layer, count) -> count.set(list.rows(layer)));
    }

    void listMade() {
        lists.increment();
    }

    void skipped(Fault fault) {
        var counter = skipped.get(fault);
        if (counter != null) {
            counter.increment();
        }
    }

    private Map<CostSource, Counter> counters(String model) {
        var counters = new EnumMap<CostSource, Counter>(CostSource.class);
        for (var source : List.of(CostSource.client, CostSource.price_table, CostSource.unpriced)) {
            counters.put(source, CALLS.counter(registry, model, source.name()));
        }
        return counters;
    }
}

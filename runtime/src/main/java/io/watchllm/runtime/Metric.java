package io.watchllm.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One metric, declared as data: the same constant registers it and generates its line in
 * {@code docs/operators/metrics.md}. Tag values are passed in the order of the declared tags.
 *
 * @param name dotted name {@code watchllm.…}, without the unit
 * @param type what is measured
 * @param unit unit of the values, such as {@code bytes}; empty for plain numbers, and for timers, which know theirs
 * @param tags names of its tags
 * @param description its meaning, in a sentence
 */
public record Metric(String name, Type type, String unit, List<String> tags, String description) {
    private static final double MEDIAN = 0.5;
    private static final double SLOWEST = 0.99;

    /** What is measured. */
    public enum Type {
        /** Only increases while a process lives. */
        COUNTER,
        /** A current value. */
        GAUGE,
        /** Durations: count, sum, recent maximum, and quantiles. */
        TIMER,
        /** Sizes: count, sum, recent maximum, and quantiles. */
        SUMMARY
    }

    public Metric {
        tags = List.copyOf(tags);
    }

    /** A counter of plain numbers. */
    public static Metric counter(String name, String description, String... tags) {
        return new Metric(name, Type.COUNTER, "", List.of(tags), description);
    }

    /** A gauge of plain numbers. */
    public static Metric gauge(String name, String description, String... tags) {
        return new Metric(name, Type.GAUGE, "", List.of(tags), description);
    }

    /** A timer. */
    public static Metric timer(String name, String description, String... tags) {
        return new Metric(name, Type.TIMER, "", List.of(tags), description);
    }

    /** The counter with these tag values; always the same object. */
    public Counter counter(MeterRegistry registry, String... values) {
        return Counter.builder(named(Type.COUNTER))
                .description(description)
                .baseUnit(baseUnit())
                .tags(tagged(values))
                .register(registry);
    }

    /** Registers a gauge that reads its value at each scrape. */
    public void gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
        Gauge.builder(named(Type.GAUGE), value)
                .description(description)
                .baseUnit(baseUnit())
                .tags(tagged(values))
                .register(registry);
    }

    /** The timer with these tag values; always the same object. */
    public Timer timer(MeterRegistry registry, String... values) {
        return Timer.builder(named(Type.TIMER))
                .description(description)
                .publishPercentiles(MEDIAN, SLOWEST)
                .tags(tagged(values))
                .register(registry);
    }

    /** The summary with these tag values; always the same object. */
    public DistributionSummary summary(MeterRegistry registry, String... values) {
        return DistributionSummary.builder(named(Type.SUMMARY))
                .description(description)
                .baseUnit(baseUnit())
                .publishPercentiles(MEDIAN, SLOWEST)
                .tags(tagged(values))
                .register(registry);
    }

    private String named(Type asked) {
        if (asked != type) {
            throw new IllegalStateException(name + " is declared as " + type + ", not " + asked);
        }
        return name;
    }

    private @Nullable String baseUnit() {
        return unit.isEmpty() ? null : unit;
    }

    private Tags tagged(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalStateException(
                    name + " has the tags " + tags + ", but was given " + values.length + " values");
        }
        var all = Tags.empty();
        for (var i = 0; i < values.length; i++) {
            all = all.and(tags.get(i), values[i]);
        }
        return all;
    }
}

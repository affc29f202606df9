package io.watchllm.processor.write;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.runtime.Metric;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts records that were too large to be written. Thread-safe. */
public final class WriteMetrics {

    private static final Logger log = LoggerFactory.getLogger(WriteMetrics.class);

    private static final Metric HELD_BACK = Metric.counter(
            "watchllm.processor.writes.held.back",
            "Records of alerts and of state that were not written since their topic would not take them, by the name of the output or of the store. Right is 0: the rows of an event are never among them, such an event is a dead letter.",
            "output");

    /** Every metric of writing. */
    public static final List<Metric> ALL = List.of(HELD_BACK);

    private final MeterRegistry registry;
    private final Map<String, Counter> heldBack = new ConcurrentHashMap<>();

    /** Registers every output, so that it shows 0 before its first. */
    public WriteMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var output : Output.values()) {
            counter(output.node());
        }
    }

    /** Counts and logs a record that was too large; there are few output and store names. */
    void heldBack(String output, long bytes, long bytesMax) {
        var counter = counter(output);
        counter.increment();
        // Logs the 1st, 2nd, 4th, … occurrence: visible, without flooding the log.
        if (Long.bitCount((long) counter.count()) == 1) {
            log.error(
                    "did not write a record that its topic would not take output={} bytes={} bytes_max={} so_far={}",
                    output,
                    bytes,
                    bytesMax,
                    (long) counter.count());
        }
    }

    private Counter counter(String output) {
        return heldBack.computeIfAbsent(output, made -> HELD_BACK.counter(registry, made));
    }
}

package io.watchllm.bench.processor;

import io.watchllm.bench.core.ProcessorReport;
import io.watchllm.bench.core.StreamRound;
import io.watchllm.bench.rows.CallEvents;
import io.watchllm.runtime.KafkaSettings;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code bench processor}: the whole topology and the floor over the same topic, in turns, in the same JVM. */
public final class ProcessorBench {
    private static final double MILLION = 1e6;

    private final ProcessorPlan plan;
    private final PrintWriter err;
    private final Map<String, String> own;
    private long eventBytes;

    /**
     * @param err where progress is told
     * @param own this process's variables; the processor's settings among them hold
     */
    public ProcessorBench(ProcessorPlan plan, PrintWriter err, Map<String, String> own) {
        this.plan = plan;
        this.err = err;
        this.own = own;
    }

    /**
     * Starts the engines, measures, stops them.
     *
     * @throws IllegalStateException when a side stands still
     */
    public ProcessorReport run() {
        tell("starting Kafka and the Schema Registry");
        return ProcessorRig.use(own, plan.jvm(), this::fill, this::run);
    }

    private void fill(KafkaSettings settings) {
        tell("sending %,d events".formatted(plan.events()));
        var source = CallEvents.small();
        var now = Instant.now();
        eventBytes = EventTopic.fill(settings, plan.events(), number -> source.event(number, now))
                .meanBytes();
    }

    private ProcessorReport run(ProcessorRig rig) {
        var processor = new ArrayList<StreamRound>();
        var floor = new ArrayList<StreamRound>();
        var stateBytes = 0.0;
        for (var number = 0; number <= plan.rounds(); number++) {
            var name = number == 0 ? "warm-up, not counted" : "round " + number;
            var group = "bench-process-" + number;
            var processed = rig.measure("process " + group, group, plan.events());
            var ids = rig.ask("ids").split(" ", -1);
            stateBytes = Double.parseDouble(ids[1]) / Double.parseDouble(ids[0]) * MILLION;
            rig.ask("stop");
            tell(name + ": processor " + processed.line());
            group = "bench-copy-" + number;
            var copied = rig.measure("copy " + group + " " + EventTopic.COPY.name(), group, plan.events());
            rig.ask("stop");
            tell(name + ": floor     " + copied.line());
            if (number > 0) {
                processor.add(processed);
                floor.add(copied);
            }
        }
        return new ProcessorReport(setup(), processor, floor, stateBytes);
    }

    private Map<String, Object> setup() {
        var setup = new LinkedHashMap<String, Object>();
        setup.put("events", plan.events());
        setup.put("event_bytes", eventBytes);
        setup.put("rounds", plan.rounds());
        setup.put("jvm", String.join(" ", plan.jvm()));
        setup.put("processors", Runtime.getRuntime().availableProcessors());
        return setup;
    }

    private void tell(String news) {
        err.println("watchllm: " + news);
    }
}

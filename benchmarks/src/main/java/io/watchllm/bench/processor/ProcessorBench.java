package io.watchllm.bench.processor;

import io.watchllm.bench.core.ProcessorReport;
import io.watchllm.bench.core.StreamRound;
import io.watchllm.bench.stack.ChildJvm;
import io.watchllm.bench.stack.ProcessUse;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.service.Environment;
import io.watchllm.service.KafkaSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/** {@code bench processor}: the whole topology and the floor over the same topic, in turns, in the same JVM. */
public final class ProcessorBench {
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration STALL_MAX = Duration.ofMinutes(2);
    private static final double NANOS = 1e9;
    private static final double MILLION = 1e6;

    private final ProcessorPlan plan;
    private final PrintWriter err;
    private final Map<String, String> own;

    /**
     * @param err where progress is told
     * @param own this process's variables; the processor's settings among them hold
     */
    public ProcessorBench(ProcessorPlan plan, PrintWriter err, Map<String, String> own) {
        this.plan = plan;
        this.err = err;
        this.own = own;
    }

    /** What the rounds are read from. */
    private record Stage(LocalKafka broker, Admin admin, ChildJvm child, EventTopic topic) {}

    /**
     * Starts the engines, measures, stops them.
     *
     * @throws IllegalStateException when a side stands still
     */
    public ProcessorReport run() {
        tell("starting Kafka and the Schema Registry");
        // The stack's broker compiles for a quick start; a broker that runs long is compiled in full.
        try (var broker = LocalKafka.builder()
                        .jvmOption("-XX:TieredStopAtLevel=4")
                        .start();
                var registry = LocalSchemaRegistry.start()) {
            var engines = Map.of(
                    "WATCHLLM_KAFKA_BOOTSTRAP", broker.bootstrap(),
                    "WATCHLLM_SCHEMA_REGISTRY_URL", registry.url(),
                    "WATCHLLM_PROCESSOR_STATE_DIR",
                            broker.folder().resolve("state").toString());
            var variables = new HashMap<>(own);
            variables.putAll(engines);
            var settings = KafkaSettings.from(new Environment(variables));
            tell("sending %,d events".formatted(plan.events()));
            var topic = EventTopic.fill(settings, plan.events());
            try (var admin = Admin.create(settings.forClients());
                    var child = ChildJvm.start(ProcessorChild.class, plan.jvm(), engines)) {
                return run(new Stage(broker, admin, child, topic));
            }
        }
    }

    private ProcessorReport run(Stage stage) {
        var processor = new ArrayList<StreamRound>();
        var floor = new ArrayList<StreamRound>();
        var stateBytes = 0.0;
        for (var number = 0; number <= plan.rounds(); number++) {
            var name = number == 0 ? "warm-up, not counted" : "round " + number;
            var group = "bench-process-" + number;
            stage.child().ask("process " + group);
            var processed = measure(stage, group);
            var ids = stage.child().ask("ids").split(" ", -1);
            stateBytes = Double.parseDouble(ids[1]) / Double.parseDouble(ids[0]) * MILLION;
            stage.child().ask("stop");
            tell(name + ": processor " + line(processed));
            group = "bench-copy-" + number;
            stage.child().ask("copy " + group + " " + EventTopic.COPY.name());
            var copied = measure(stage, group);
            stage.child().ask("stop");
            tell(name + ": floor     " + line(copied));
            if (number > 0) {
                processor.add(processed);
                floor.add(copied);
            }
        }
        return new ProcessorReport(setup(stage.topic()), processor, floor, stateBytes);
    }

    /** From the first commit of the group that is seen to the one behind the last event: joining is not measured. */
    private static StreamRound measure(Stage stage, String group) {
        var events = stage.topic().events();
        var first = awaitCommitted(stage, group, 0);
        var begun = System.nanoTime();
        var child = new ProcessUse(stage.child().pid());
        var broker = new ProcessUse(stage.broker().pid());
        var childBefore = child.cpuSeconds();
        var brokerBefore = broker.cpuSeconds();
        awaitCommitted(stage, group, events - 1);
        return new StreamRound(
                events - first,
                (System.nanoTime() - begun) / NANOS,
                child.cpuSeconds() - childBefore,
                broker.cpuSeconds() - brokerBefore);
    }

    /** The events that the group has committed, once they are more than {@code above}. */
    private static long awaitCommitted(Stage stage, String group, long above) {
        var seen = 0L;
        var deadline = System.nanoTime() + STALL_MAX.toNanos();
        while (true) {
            var committed = committed(stage.admin(), group);
            if (committed > above) {
                return committed;
            }
            if (committed > seen) {
                seen = committed;
                deadline = System.nanoTime() + STALL_MAX.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%s stands at %,d of %,d events for %d s: %s"
                        .formatted(
                                group,
                                committed,
                                stage.topic().events(),
                                STALL_MAX.toSeconds(),
                                stage.child().ask("status")));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static long committed(Admin admin, String group) {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                    .filter(offset -> offset != null)
                    .mapToLong(offset -> offset.offset())
                    .sum();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka does not say how far group " + group + " is", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for group " + group, interrupted);
        }
    }

    private static String line(StreamRound round) {
        return String.format(
                Locale.ROOT,
                "%,9.0f events/s, CPU-s per million events: %.2f, of them the process %.2f",
                round.eventsPerSecond(),
                round.cpuPerMillion(),
                round.processPerMillion());
    }

    private Map<String, Object> setup(EventTopic topic) {
        var setup = new LinkedHashMap<String, Object>();
        setup.put("events", plan.events());
        setup.put("event_bytes", topic.bytes() / topic.events());
        setup.put("rounds", plan.rounds());
        setup.put("jvm", String.join(" ", plan.jvm()));
        setup.put("processors", Runtime.getRuntime().availableProcessors());
        return setup;
    }

    private void tell(String news) {
        err.println("watchllm: " + news);
    }
}

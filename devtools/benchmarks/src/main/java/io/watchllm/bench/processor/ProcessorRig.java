package io.watchllm.bench.processor;

import io.watchllm.bench.core.StreamRound;
import io.watchllm.bench.stack.ChildJvm;
import io.watchllm.bench.stack.ProcessUse;
import io.watchllm.bench.stack.TopicOffsets;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;

/** Engines, and a child JVM that reads their topic of events again and again, each time as a new group. */
public final class ProcessorRig {
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration STALL_MAX = Duration.ofMinutes(2);
    private static final double NANOS = 1e9;

    private final ProcessUse broker;
    private final ProcessUse process;
    private final ChildJvm child;
    private final TopicOffsets events;
    private final TopicOffsets panes;

    private ProcessorRig(LocalKafka broker, Admin admin, ChildJvm child) {
        this.broker = new ProcessUse(broker.pid());
        this.process = new ProcessUse(child.pid());
        this.child = child;
        events = new TopicOffsets(admin, Topics.EVENTS.name());
        panes = new TopicOffsets(admin, Topics.ALERT_PANES.name());
    }

    /**
     * Starts the engines and the child, does the work and stops them.
     *
     * @param own this process's variables; settings of Kafka's clients among them hold
     * @param jvm options of the child
     * @param filling creates the topics and sends what is to be read
     */
    public static <T> T use(
            Map<String, String> own,
            List<String> jvm,
            Consumer<KafkaSettings> filling,
            Function<ProcessorRig, T> work) {
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
            filling.accept(settings);
            try (var admin = Admin.create(settings.forClients());
                    var child = ChildJvm.start(ProcessorChild.class, jvm, engines)) {
                return work.apply(new ProcessorRig(broker, admin, child));
            }
        }
    }

    /** What the child answers to a command of {@link ProcessorChild}. */
    public String ask(String command) {
        return child.ask(command);
    }

    /**
     * Lets the child begin, and measures from the first commit that is seen, so that joining a group does not count, to
     * the one behind the last event, and behind the last part of a pane where alerts are evaluated.
     *
     * @param command with which the child begins to read
     * @param group in whose name it reads; new
     * @param all events that are there
     * @throws IllegalStateException when the group stands still
     */
    public StreamRound measure(String command, String group, long all) {
        // A new group would merge the panes of those before it.
        panes.empty();
        child.ask(command);
        var first = await(group, events::committed, committed -> committed > 0);
        if (first >= all) {
            throw new IllegalStateException(
                    "all %,d events were read before the first look; expected more events".formatted(all));
        }
        var begun = System.nanoTime();
        var processBefore = process.cpuSeconds();
        var brokerBefore = broker.cpuSeconds();
        await(group, events::committed, committed -> committed >= all);
        await(group, each -> -panes.behind(each), ahead -> ahead >= 0);
        return new StreamRound(
                all - first,
                (System.nanoTime() - begun) / NANOS,
                process.cpuSeconds() - processBefore,
                broker.cpuSeconds() - brokerBefore);
    }

    private long await(String group, ToLongFunction<String> progress, LongPredicate done) {
        var best = Long.MIN_VALUE;
        var deadline = System.nanoTime() + STALL_MAX.toNanos();
        while (true) {
            var now = progress.applyAsLong(group);
            if (done.test(now)) {
                return now;
            }
            if (now > best) {
                best = now;
                deadline = System.nanoTime() + STALL_MAX.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s has committed %,d events and is %,d parts of panes behind, and stands for %d s: %s"
                                .formatted(
                                        group,
                                        events.committed(group),
                                        panes.behind(group),
                                        STALL_MAX.toSeconds(),
                                        child.ask("status")));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}

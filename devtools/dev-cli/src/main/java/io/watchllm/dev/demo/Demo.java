package io.watchllm.dev.demo;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.cli.send.EventSender;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.operations.reconciliation.ProcessorEventCounts;
import io.watchllm.operations.reconciliation.ReconciliationReport.Project;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.PipelineService;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Resolution;
import io.watchllm.schemas.Topics;
import io.watchllm.sink.SinkService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One demo: the pipeline in this process, on engines that run already. */
public final class Demo {
    /** Without any progress for so long, the demo gives up and says what is missing. */
    private static final Duration STALL_MAX = Duration.ofMinutes(2);

    private final DemoPlan plan;
    private final PrintWriter err;
    private final Clock clock;
    private final Environment environment;
    private final KafkaConnection kafka;
    private final ClickHouseSettings clickHouse;
    private final MeterRegistry metrics = new SimpleMeterRegistry();

    /**
     * @param variables how to reach the engines
     * @param err where progress is told
     */
    public Demo(DemoPlan plan, Map<String, String> variables, PrintWriter err, Clock clock) {
        this.plan = plan;
        this.err = err;
        this.clock = clock;
        environment = withLongRetention(new Environment(variables));
        kafka = new KafkaConnection(KafkaSettings.from(environment));
        clickHouse = ClickHouseSettings.from(environment);
    }

    /** Is told the result while processor and sink still run; they stop when it returns. */
    @FunctionalInterface
    public interface Audience {
        void hear(DemoReport report) throws InterruptedException;
    }

    /** Creates topics, schemas and tables, then runs processor and sink until the counts close. */
    public void run(Audience audience) throws InterruptedException {
        new SchemaTool(clickHouse, SchemaSettings.from(environment)).create(report -> {});
        kafka.setUp(Topics.ALL);
        tell("topics, schemas and tables are there");
        try (var processor = new ProcessorService(ProcessorSettings.from(environment), metrics);
                var sink = new SinkService(SinkSettings.from(environment), metrics);
                var sender = new EventSender(kafka, clock)) {
            processor.start();
            sink.start();
            var start = clock.instant();
            var fed = CompletableFuture.supplyAsync(
                    () -> feed(sender), task -> Thread.ofVirtual().start(task));
            var counts = watch(List.of(processor, sink), fed, start);
            audience.hear(report(counts, Duration.between(start, clock.instant())));
        }
    }

    /** A demo shows recordings of any age; elsewhere such events are refused, and their rows removed. */
    private static Environment withLongRetention(Environment environment) {
        var changed = environment.with("WATCHLLM_PROCESSOR_EVENT_RETENTION", "36500d");
        for (var table : List.of("EVENTS", "TOOL_CALLS", "AGENT_STEPS", "ROLLUPS")) {
            changed = changed.with("WATCHLLM_CLICKHOUSE_RETENTION_" + table, "0d");
        }
        return changed;
    }

    private EventSender.Report feed(EventSender sender) {
        try {
            return new Feed(plan, clock, err).send(sender);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private DemoReconciliation watch(
            List<PipelineService> services, CompletableFuture<EventSender.Report> fed, Instant start)
            throws InterruptedException {
        try (var topics = new TopicCounter(
                        kafka.consumer(),
                        kafka.admin(),
                        List.of(
                                Topics.EVENT_ROWS.name(),
                                Topics.TOOL_CALL_ROWS.name(),
                                Topics.AGENT_STEP_ROWS.name(),
                                Topics.ALERTS.name(),
                                Topics.DEAD_LETTERS.name()));
                var processed =
                        new ProcessorEventCounts(kafka.consumer(), ProcessorSettings.applicationId(environment));
                var tables = new TableReader(clickHouse)) {
            var progress = new Progress(err, start, STALL_MAX);
            while (true) {
                var complete = fed.isDone();
                var counted = topics.count();
                var counts = new DemoReconciliation(
                        complete ? taken(fed) : 0,
                        counted.records(),
                        duplicates(counted.records(), processed),
                        tables.counts());
                if (complete && counted.toTheEnd() && counts.closed()) {
                    return counts;
                }
                progress.observe(counts, complete, clock.instant());
                refuseToWaitFor(services);
            }
        }
    }

    /** There is none before the first row, and the processor's counts are there once it has written one. */
    private static long duplicates(Map<String, Long> inTopics, ProcessorEventCounts processed) {
        return inTopics.containsKey(Topics.EVENT_ROWS.name())
                ? processed.read().values().stream()
                        .mapToLong(Project::duplicates)
                        .sum()
                : 0;
    }

    /** What Kafka took, or why feeding broke off. */
    private static long taken(CompletableFuture<EventSender.Report> fed) {
        try {
            var report = fed.join();
            if (report.failed() > 0) {
                throw new IllegalStateException(
                        report.failed() + " events did not reach Kafka; the first: " + report.firstFailure());
            }
            return report.read();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    private static void refuseToWaitFor(List<PipelineService> services) throws InterruptedException {
        for (var service : services) {
            var health = service.health().live();
            if (!health.up()) {
                throw new IllegalStateException(
                        service.await() instanceof ExitReason.Failed failed ? failed.message() : health.detail());
            }
        }
    }

    private DemoReport report(DemoReconciliation counts, Duration took) {
        var reasons = new TreeMap<String, Long>();
        try (var consumer = kafka.consumer();
                var tables = new TableReader(clickHouse)) {
            new TopicReader(consumer).read(Topics.DEAD_LETTERS.name(), record -> {
                if (!Resolution.isOne(record)) {
                    reasons.merge(DeadLetter.from(record).reason(), 1L, Long::sum);
                }
                return true;
            });
            return new DemoReport(counts, tables.models(), reasons, took);
        }
    }

    private void tell(String news) {
        err.println("watchllm: " + news);
    }
}

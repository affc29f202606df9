package io.watchllm.bench.latency;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.bench.core.CpuSeconds;
import io.watchllm.bench.core.LatencyReport;
import io.watchllm.bench.core.Percentiles;
import io.watchllm.bench.rows.CallEvents;
import io.watchllm.bench.stack.ClickHouseHttp;
import io.watchllm.bench.stack.PipelineTopics;
import io.watchllm.bench.stack.ProcessUse;
import io.watchllm.bench.stack.StackUse;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.localstack.LocalStack;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.producer.EventPublisher;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.PipelineService;
import io.watchllm.sink.SinkService;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** {@code bench latency}: how long from publishing an event until a query sees it, through the whole pipeline. */
public final class LatencyBench {
    private static final double NANOS = 1e9;

    private final LatencyPlan plan;
    private final PrintWriter err;
    private final Environment own;

    /**
     * @param err where progress is told
     * @param own this process's variables; settings of processor and sink among them hold
     */
    public LatencyBench(LatencyPlan plan, PrintWriter err, Map<String, String> own) {
        this.plan = plan;
        this.err = err;
        this.own = new Environment(own);
    }

    /**
     * Starts engines, processor and sink, measures, stops them.
     *
     * @throws IllegalStateException when an event is lost, comes twice, or does not come for a minute
     */
    public LatencyReport run() {
        tell("starting Kafka, the Schema Registry and ClickHouse");
        try (var stack = LocalStack.start()) {
            var variables = new HashMap<>(own.variables());
            variables.putAll(stack.environment());
            var environment = new Environment(variables);
            setUp(environment);
            var metrics = new SimpleMeterRegistry();
            try (var processor = new ProcessorService(ProcessorSettings.from(environment), metrics);
                    var sink = new SinkService(SinkSettings.from(environment), metrics)) {
                processor.start();
                sink.start();
                return measure(stack, List.of(processor, sink));
            }
        }
    }

    private static void setUp(Environment environment) {
        new SchemaTool(ClickHouseSettings.from(environment), SchemaSettings.from(environment)).create(report -> {});
        PipelineTopics.create(KafkaSettings.from(environment));
    }

    private LatencyReport measure(LocalStack stack, List<PipelineService> services) {
        var visible = new VisibleRows(new ClickHouseHttp(stack.clickHouse().httpUrl()), LocalStack.DATABASE);
        var sightings = new FirstSeenTimes(plan.events());
        try (var publisher = EventPublisher.builder()
                .bootstrap(stack.kafka().bootstrap())
                .schemaRegistry(stack.schemaRegistry().url())
                .build()) {
            tell("publishing %,d events a second for %d s; the first %d s are not counted"
                    .formatted(
                            plan.rate(),
                            plan.warmUp().plus(plan.measured()).toSeconds(),
                            plan.warmUp().toSeconds()));
            var feed = new EventFeed(publisher, plan, CallEvents.usual()::event, Clock.systemUTC());
            var published = CompletableFuture.runAsync(
                    feed::run, task -> Thread.ofPlatform().name("feed").start(task));
            var use = new StackUse(stack, ProcessUse::ownCpuSeconds);
            var watch = new Watch(visible, sightings, published, services);
            watch.await(plan.uncounted());
            var start = System.nanoTime();
            var before = use.cpu();
            watch.await(plan.events());
            var seconds = (System.nanoTime() - start) / NANOS;
            var cpus = use.cpu().since(before).over(seconds);
            return report(sightings.byNumber(visible.numbers()), sightings.pollNanos(), feed, cpus);
        }
    }

    private LatencyReport report(long[] seenNanos, List<Long> pollNanos, EventFeed feed, CpuSeconds cpus) {
        var latencies = LongStream.range(plan.uncounted(), plan.events())
                .map(number -> seenNanos[(int) number] - feed.momentNanos(number))
                .map(TimeUnit.NANOSECONDS::toMicros)
                .toArray();
        var polls = pollNanos.stream().mapToLong(TimeUnit.NANOSECONDS::toMicros).toArray();
        return new LatencyReport(
                plan.rate(), latencies.length, new Percentiles(latencies), new Percentiles(polls), cpus);
    }

    private void tell(String news) {
        err.println("watchllm: " + news);
    }
}

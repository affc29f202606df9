package io.watchllm.bench.alerts;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.watchllm.bench.core.AlertLag;
import io.watchllm.bench.core.CpuSeconds;
import io.watchllm.bench.core.Percentiles;
import io.watchllm.bench.latency.EventFeed;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.SchemaSettings;
import io.watchllm.clickhouse.SchemaTool;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.processor.ProcessorService;
import io.watchllm.processor.ProcessorSettings;
import io.watchllm.producer.EventPublisher;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.PipelineService;
import io.watchllm.sink.SinkService;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** From publishing an event to its alert on the topic, while all rules are evaluated. */
final class LagBench {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration STALL_MAX = Duration.ofMinutes(1);
    private static final double NANOS = 1e9;

    private final AlertPlan plan;
    private final PrintWriter err;
    private final Map<String, String> own;

    LagBench(AlertPlan plan, PrintWriter err, Map<String, String> own) {
        this.plan = plan;
        this.err = err;
        this.own = own;
    }

    /** What runs while alerts are awaited. */
    private record Run(
            EventFeed feed,
            CompletableFuture<Void> published,
            AlertFirstSeen sightings,
            AlertReader reader,
            List<PipelineService> services) {}

    /**
     * Starts engines, processor and sink, measures, stops them.
     *
     * @throws IllegalStateException when an alert is lost, comes twice, or does not come for a minute
     */
    AlertLag run() {
        tell(
                plan.sink()
                        ? "starting Kafka, the Schema Registry and ClickHouse"
                        : "starting Kafka and the Schema Registry");
        try (var engines = LagEngines.start(plan.sink())) {
            var variables = new HashMap<>(own);
            variables.putAll(engines.variables());
            // Its own rules alone, and the costs as its events have them.
            variables.put("WATCHLLM_PROCESSOR_ALERT_RULES", "topic");
            variables.put("WATCHLLM_PRICING_PREFER", "client");
            var environment = new Environment(variables);
            if (plan.sink()) {
                new SchemaTool(ClickHouseSettings.from(environment), SchemaSettings.from(environment))
                        .create(report -> {});
            }
            RuleTopic.fill(KafkaSettings.from(environment), plan.rules());
            return run(engines, environment);
        }
    }

    private AlertLag run(LagEngines engines, Environment environment) {
        var kafka = KafkaSettings.from(environment);
        var sightings = new AlertFirstSeen(plan.feed().events());
        var metrics = new SimpleMeterRegistry();
        var services = new ArrayList<PipelineService>();
        services.add(new ProcessorService(ProcessorSettings.from(environment), metrics));
        if (plan.sink()) {
            services.add(new SinkService(SinkSettings.from(environment), metrics));
        }
        var reader = AlertReader.start(kafka, sightings);
        EventFeed feed;
        CpuSeconds cpus;
        try (var publisher = EventPublisher.builder()
                .bootstrap(engines.kafka().bootstrap())
                .schemaRegistry(engines.registry().url())
                .build()) {
            services.forEach(PipelineService::start);
            var events = AlertEvents.usual(plan.users());
            feed = new EventFeed(publisher, plan.feed(), events::event, Clock.systemUTC());
            var published = CompletableFuture.runAsync(
                    feed::run, task -> Thread.ofPlatform().name("feed").start(task));
            tell("publishing %,d events a second for %d s; the first %d s are not counted"
                    .formatted(
                            plan.feed().rate(),
                            plan.feed().warmUp().plus(plan.feed().measured()).toSeconds(),
                            plan.feed().warmUp().toSeconds()));
            cpus = cpus(engines, new Run(feed, published, sightings, reader, services));
        } finally {
            services.forEach(PipelineService::close);
            // What comes twice may come later.
            reader.finish();
        }
        sightings.check();
        return lag(feed, sightings, cpus);
    }

    /** Waits for all alerts; the CPUs that were in use while those that count came. */
    private CpuSeconds cpus(LagEngines engines, Run run) {
        await(run, plan.feed().uncounted());
        var start = System.nanoTime();
        var before = engines.cpu();
        await(run, plan.feed().events());
        run.published().join();
        return engines.cpu().since(before).over((System.nanoTime() - start) / NANOS);
    }

    private static void await(Run run, long events) {
        var seen = -1;
        var deadline = 0L;
        while (run.sightings().missing(events) > 0) {
            LockSupport.parkNanos(POLL.toNanos());
            run.reader().check();
            if (run.published().isCompletedExceptionally()) {
                run.published().join();
            }
            var now = run.sightings().count();
            if (now > seen) {
                seen = now;
                deadline = System.nanoTime() + STALL_MAX.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%,d alerts are missing of the first %,d events, and no more came for %d s; the services say %s"
                                .formatted(
                                        run.sightings().missing(events),
                                        events,
                                        STALL_MAX.toSeconds(),
                                        run.services().stream()
                                                .map(service ->
                                                        service.health().ready().detail())
                                                .toList()));
            }
        }
    }

    private AlertLag lag(EventFeed feed, AlertFirstSeen sightings, CpuSeconds cpus) {
        var first = micros(feed, sightings, RuleMix.FIRST_STAGE);
        var second = micros(feed, sightings, RuleMix.SECOND_STAGE);
        var all = Stream.of(first, second).flatMapToLong(LongStream::of).toArray();
        return new AlertLag(all.length, new Percentiles(all), new Percentiles(first), new Percentiles(second), cpus);
    }

    private long[] micros(EventFeed feed, AlertFirstSeen sightings, String rule) {
        return LongStream.of(sightings.lagNanos(rule, plan.feed().uncounted(), feed::momentNanos))
                .map(TimeUnit.NANOSECONDS::toMicros)
                .toArray();
    }

    private void tell(String news) {
        err.println("watchllm: " + news);
    }
}

package io.watchllm.sink;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.kafka.RegistrySchemas;
import io.watchllm.delivery.table.ShardConnections;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.Health;
import io.watchllm.runtime.Page;
import io.watchllm.runtime.PipelineService;
import io.watchllm.schemas.SchemaLookup;
import io.watchllm.sink.config.KafkaClients;
import io.watchllm.sink.consume.TableConsumer;
import io.watchllm.sink.consume.TableLoop;
import io.watchllm.sink.observe.SinkMetrics;
import io.watchllm.sink.observe.TableStatus;
import io.watchllm.sink.table.DeadLetterWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sink process: one loop per table, and the clients they share. */
public final class SinkService implements PipelineService {
    private static final Logger log = LoggerFactory.getLogger(SinkService.class);
    private static final int SCHEMAS_MAX = 1_000;

    private final SinkSettings settings;
    private final SinkMetrics metrics;
    private final Clock clock;
    private final List<TableLoop> loops = new ArrayList<>();
    private final Map<String, AutoCloseable> shared = new LinkedHashMap<>();
    private final CompletableFuture<ExitReason> ended = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    /**
     * @param settings configuration of the sink
     * @param registry where the sink registers its metrics
     */
    public SinkService(SinkSettings settings, MeterRegistry registry) {
        this(settings, registry, Clock.systemUTC());
    }

    /**
     * @param settings configuration of the sink
     * @param registry where the sink registers its metrics
     * @param clock clock of this process; servers have clocks of their own
     */
    public SinkService(SinkSettings settings, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.metrics = new SinkMetrics(registry, clock);
    }

    @Override
    public void start() {
        var forClients = settings.delivery().closeBudget().clients();
        var shards = openShards();
        var admin = Admin.create(settings.kafka().forClients());
        shared.put("Kafka admin", () -> admin.close(forClients));
        Producer<byte[], byte @Nullable []> producer =
                new KafkaProducer<byte[], byte @Nullable []>(KafkaClients.deadLetterProducer(settings));
        shared.put("dead letters", () -> producer.close(forClients));
        var lookup = new SchemaLookup(registryClient(), clock, RegistrySchemas.UNKNOWN_FOR);
        var deadLetters = new DeadLetterWriter(producer, clock);
        for (var table : settings.tables()) {
            var access = new TableConnection(
                    settings, table, new TableConnection.Clients(shards, admin, lookup, deadLetters, clock));
            var consumer =
                    new KafkaConsumer<byte @Nullable [], byte @Nullable []>(KafkaClients.consumer(settings, table));
            loops.add(new TableLoop(new TableConsumer.Parts(table, settings, consumer, access, metrics, clock)));
        }
        for (var loop : loops) {
            var _ = loop.ended().whenComplete((nothing, failure) -> loopEnded(failure));
            new Thread(loop, "sink " + loop.status().table()).start();
        }
        log.info(
                "sink started tables={}",
                loops.stream().map(loop -> loop.status().table()).toList());
    }

    private List<ClickHouseServer> openShards() {
        var shards = settings.shards().stream()
                .map(shard -> ShardConnections.open(
                        shard, settings.inserting(), settings.tables().size()))
                .toList();
        shards.forEach(shard -> shared.put("ClickHouse at " + shard.settings().url(), shard));
        return shards;
    }

    private SchemaRegistryClient registryClient() {
        var client = new CachedSchemaRegistryClient(
                List.of(settings.kafka().registryUrl().toString()),
                SCHEMAS_MAX,
                List.of(new AvroSchemaProvider()),
                settings.kafka().forRegistry(),
                Map.of());
        shared.put("Schema Registry", client);
        return client;
    }

    private void loopEnded(@Nullable Throwable failure) {
        if (failure != null) {
            ended.complete(new ExitReason.Failed("the sink can't go on: " + failure.getMessage(), failure));
            loops.forEach(TableLoop::stop);
        }
    }

    @Override
    public ExitReason await() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public Health health() {
        return new Health() {
            @Override
            public Status live() {
                return ended.getNow(null) instanceof ExitReason.Failed failed
                        ? Status.down(failed.message())
                        : Status.UP;
            }

            @Override
            public Status ready() {
                var all = statuses();
                var up = !all.isEmpty() && all.stream().allMatch(status -> status.up());
                var detail = all.stream()
                        .map(status -> status.table() + ": " + status.detail())
                        .collect(Collectors.joining("; "));
                return new Status(up, all.isEmpty() ? "not started" : detail);
            }
        };
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/status", "application/json", () -> StatusPage.json(statuses())));
    }

    private List<TableStatus> statuses() {
        return loops.stream().map(TableLoop::status).toList();
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        loops.forEach(TableLoop::stop);
        var left = waitForLoops();
        closeShared();
        ended.complete(
                left.isEmpty() ? new ExitReason.Stopped() : new ExitReason.Failed("stopped too early: " + left, null));
    }

    /** Waits for the loops to end and describes what was not inserted in time; empty when everything was. */
    private String waitForLoops() {
        var all = CompletableFuture.allOf(loops.stream().map(TableLoop::ended).toArray(CompletableFuture[]::new));
        try {
            var delivery = settings.delivery();
            var most = delivery.closeTimeout().minus(delivery.closeBudget().clients());
            all.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return "a loop did not end within WATCHLLM_SINK_CLOSE_TIMEOUT";
        } catch (ExecutionException failure) {
            log.debug("a loop had failed", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return loops.stream()
                .filter(loop -> !loop.left().isEmpty())
                .map(loop -> loop.status().table() + ": " + loop.left())
                .collect(Collectors.joining("; "));
    }

    /** Closes the shared clients concurrently, so one that hangs cannot delay shutdown. */
    private void closeShared() {
        var closed = shared.entrySet().stream()
                .map(client -> CompletableFuture.runAsync(
                        () -> close(client.getKey(), client.getValue()),
                        task -> Thread.ofVirtual()
                                .name("close " + client.getKey())
                                .start(task)))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(closed)
                    .get(settings.delivery().closeBudget().clients().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            log.warn("clients did not close in time");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(String name, AutoCloseable client) {
        try {
            client.close();
        } catch (Exception failure) {
            // All data is safe by now: a client that fails to close costs nothing but this log line.
            log.warn("a client did not close client={} error={}", name, failure.toString());
        }
    }
}

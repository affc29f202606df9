package io.watchllm.notifier;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.notifier.config.NotifierSettings;
import io.watchllm.notifier.config.NotifierTarget;
import io.watchllm.notifier.consume.AlertDecoder;
import io.watchllm.notifier.consume.KafkaClients;
import io.watchllm.notifier.consume.NotifierMetrics;
import io.watchllm.notifier.consume.TargetLoop;
import io.watchllm.notifier.consume.TargetStatus;
import io.watchllm.notifier.core.DeliveryPolicy;
import io.watchllm.notifier.send.HttpReceiver;
import io.watchllm.notifier.send.UndeliveredTopic;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.Health;
import io.watchllm.runtime.Page;
import io.watchllm.runtime.PipelineService;
import io.watchllm.schemas.AbsentIds;
import io.watchllm.schemas.SchemaLookup;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The notifier as a service: checks its prerequisites and runs a loop for each target. */
public final class NotifierService implements PipelineService {
    private static final Logger log = LoggerFactory.getLogger(NotifierService.class);
    private static final int SCHEMAS_CACHED_MAX = 100;
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(5);

    private final NotifierSettings settings;
    private final MeterRegistry meters;
    private final Map<String, TargetStatus> statuses = new LinkedHashMap<>();
    private final HttpClient client = HttpReceiver.client();
    private final List<Running> running = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable SchemaRegistryClient registry;
    private @Nullable UndeliveredTopic undelivered;
    private volatile boolean late;

    /** A loop and its thread. */
    private record Running(TargetLoop loop, Thread thread) {}

    public NotifierService(NotifierSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        settings.targets().forEach(target -> statuses.put(target.target().name(), new TargetStatus()));
    }

    /**
     * Starts sending notifications and returns immediately.
     *
     * @throws io.watchllm.schemas.TopicSetupException when a topic is missing or Kafka does not answer
     */
    @Override
    public synchronized void start() {
        requireTopics();
        var schemas = new CachedSchemaRegistryClient(
                List.of(settings.kafka().registryUrl().toString()),
                SCHEMAS_CACHED_MAX,
                settings.kafka().forRegistry());
        registry = schemas;
        var kept = new UndeliveredTopic(new KafkaProducer<>(KafkaClients.undeliveredProducer(settings.kafka())));
        undelivered = kept;
        var lookup = new SchemaLookup(schemas, InstantSource.system(), AlertDecoder.UNKNOWN_FOR);
        for (var target : settings.targets()) {
            running.add(begin(target, lookup, kept));
        }
        running.forEach(each -> each.thread().start());
        log.info(
                "notifier started targets={} groups={}",
                statuses.keySet(),
                settings.targets().stream()
                        .map(target -> settings.reading().group(target.target()))
                        .toList());
    }

    private void requireTopics() {
        try (var admin = Admin.create(settings.kafka().forClients())) {
            new TopicSetup(admin, settings.timeouts().start())
                    .require(
                            List.of(Topics.ALERTS, Topics.UNDELIVERED_ALERTS),
                            settings.kafka().bootstrap());
        }
    }

    private Running begin(NotifierTarget target, SchemaLookup schemas, UndeliveredTopic kept) {
        var name = target.target().name();
        var status = status(name);
        var parts = new TargetLoop.Parts(
                target.target(),
                DeliveryPolicy.of(target.target(), settings.reading().pendingMax()),
                new HttpReceiver(client, target, InstantSource.system())::send,
                kept::keep,
                () -> new KafkaConsumer<>(KafkaClients.consumer(settings, target.target())),
                InstantSource.system());
        var absentIds = new AbsentIds(InstantSource.system(), settings.reading().unknownSchemaWait());
        var decoder = new AlertDecoder(schemas, absentIds);
        var loop = new TargetLoop(parts, decoder, new NotifierMetrics(meters, name, status), status);
        return new Running(loop, Thread.ofPlatform().name("notifier-" + name).unstarted(loop));
    }

    private TargetStatus status(String name) {
        return statuses.getOrDefault(name, new TargetStatus());
    }

    @Override
    public ExitReason await() throws InterruptedException {
        ended.await();
        return late
                ? new ExitReason.Failed(
                        "The notifier did not stop within %d s; nothing is lost, what was under way is sent again at the next start. A longer WATCHLLM_NOTIFIER_CLOSE_TIMEOUT gives it more time."
                                .formatted(settings.timeouts().close().toSeconds()),
                        null)
                : new ExitReason.Stopped();
    }

    @Override
    public Health health() {
        return new NotifierHealth(statuses);
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/status", "application/json", () -> new NotifierHealth(statuses).json()));
    }

    @Override
    public synchronized void close() {
        if (ended.getCount() == 0) {
            return;
        }
        running.forEach(each -> each.loop().stop());
        var deadline = System.nanoTime() + settings.timeouts().close().toNanos();
        try {
            for (var each : running) {
                if (!each.thread().join(left(deadline))) {
                    late = true;
                    log.warn(
                            "loop did not stop in time thread={}", each.thread().getName());
                    each.thread().interrupt();
                }
            }
            for (var each : running) {
                var _ = each.thread().join(INTERRUPT_LIMIT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        closeClients();
        ended.countDown();
    }

    private void closeClients() {
        client.shutdownNow();
        if (undelivered != null) {
            undelivered.close();
        }
        try {
            if (registry != null) {
                registry.close();
            }
        } catch (IOException failure) {
            // The client is no longer needed, and the process is about to exit.
            log.debug("schema registry client did not close error={}", failure.toString());
        }
    }

    private static Duration left(long deadline) {
        // Never 0 or below, which join doesn't accept; a thread that has ended is joined immediately.
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
}

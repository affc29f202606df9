package io.watchllm.processor;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.processor.core.RowSchemaIds;
import io.watchllm.processor.store.ChangelogTrim;
import io.watchllm.processor.store.SeenIdsRegistry;
import io.watchllm.processor.timer.WakeUpLoop;
import io.watchllm.processor.timer.WakeUps;
import io.watchllm.processor.topology.ProcessorMetrics;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.Health;
import io.watchllm.runtime.PipelineService;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.registry.RegistryWriterSchemas;
import io.watchllm.schemas.registry.Retries;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream processor as a service: checks its prerequisites, wires the components, and runs until it is closed or
 * fails.
 */
public final class ProcessorService implements PipelineService {

    private static final Logger log = LoggerFactory.getLogger(ProcessorService.class);

    private static final int REGISTRY_CACHE = 1_000;

    private final ProcessorSettings settings;
    private final MeterRegistry meters;
    private final ProcessorMetrics metrics;
    private final StreamsRun run;
    private @Nullable SchemaRegistryClient registry;
    private final Deque<AutoCloseable> beside = new ArrayDeque<>();
    private volatile @Nullable KafkaReach reach;

    public ProcessorService(ProcessorSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        metrics = new ProcessorMetrics(meters);
        run = new StreamsRun(settings.timeouts().close(), metrics::threadReplaced);
    }

    /**
     * Starts processing and returns immediately.
     *
     * @throws StartException when the record size limit of a topic is too small
     * @throws io.watchllm.schemas.TopicSetupException when a topic is missing or Kafka does not answer
     * @throws io.watchllm.schemas.RegistrationException when the Schema Registry does not answer or lacks the row
     *     schemas; names the command to run
     */
    @Override
    public void start() {
        requireTopics();
        TopicLimits.check(
                settings.kafka().forClients(),
                settings.streams().applicationId(),
                settings.timeouts().start());
        var client = registryClient();
        registry = client;
        var seenIds = new SeenIdsRegistry();
        var wakeUps = new WakeUps();
        metrics.watch(meters, seenIds);
        var parts = new ProcessorTopology.Parts(
                new RegistryWriterSchemas(
                        client,
                        registryUrl(),
                        Retries.within(settings.timeouts().registryRetry()),
                        settings.timeouts().unknownSchema(),
                        metrics::schemaDelayed),
                rowSchemaIds(client),
                settings.stages(),
                seenIds,
                wakeUps,
                InstantSource.system(),
                metrics);
        run.start(
                ProcessorTopology.build(parts),
                new StreamsConfig(StreamsProperties.of(settings)),
                new RestartingClients());
        startBeside(seenIds, wakeUps);
        log.info(
                "processor started application_id={} threads={} commit_interval_ms={}",
                settings.streams().applicationId(),
                settings.streams().threads(),
                settings.streams().commitInterval().toMillis());
    }

    /** Reports all missing topics; Kafka Streams would discover them one at a time while running. */
    private void requireTopics() {
        var clients = settings.kafka().forClients();
        try (var admin = Admin.create(clients)) {
            new TopicSetup(admin, settings.timeouts().start())
                    .require(
                            ProcessorTopology.TOPICS,
                            String.valueOf(clients.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)));
        }
    }

    /** Starts the helpers that run beside the stream; none of them can block it. */
    private synchronized void startBeside(SeenIdsRegistry seenIds, WakeUps wakeUps) {
        var clients = settings.kafka().forClients();
        var applicationId = settings.streams().applicationId();
        var trim = new ChangelogTrim(
                Admin.create(clients),
                applicationId,
                settings.stages().deduplication().window(),
                seenIds);
        beside.push(trim);
        trim.start();
        var loop = WakeUpLoop.of(wakeUps, clients, applicationId);
        beside.push(loop);
        loop.start();
        var asking = new KafkaReach(
                Admin.create(clients), String.valueOf(clients.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)));
        beside.push(asking);
        reach = asking;
    }

    @Override
    public ExitReason await() throws InterruptedException {
        return run.await();
    }

    /** Live while the stream is live; ready when all partitions are being processed and Kafka answers. */
    @Override
    public Health health() {
        return new Health() {
            @Override
            public Status live() {
                return run.live();
            }

            @Override
            public Status ready() {
                var asking = reach;
                var answers = asking == null ? Status.UP : asking.status();
                return answers.up() ? run.ready() : answers;
            }
        };
    }

    @Override
    public void close() {
        closeBeside();
        run.close();
        closeRegistry();
    }

    private synchronized void closeBeside() {
        while (!beside.isEmpty()) {
            try {
                beside.pop().close();
            } catch (Exception failure) {
                // A failure here must not keep the stream from being closed.
                log.warn("could not be closed error={}", failure.toString());
            }
        }
    }

    private synchronized void closeRegistry() {
        if (registry == null) {
            return;
        }
        try {
            registry.close();
        } catch (IOException failure) {
            // The client is no longer needed, and the process is about to exit.
            log.debug("schema registry client did not close error={}", failure.toString());
        }
        registry = null;
    }

    private SchemaRegistryClient registryClient() {
        return SchemaRegistryClientFactory.newClient(
                List.of(registryUrl()),
                REGISTRY_CACHE,
                List.of(new AvroSchemaProvider()),
                settings.kafka().forRegistry(),
                Map.of());
    }

    private String registryUrl() {
        return settings.kafka().registryUrl().toString();
    }

    private RowSchemaIds rowSchemaIds(SchemaRegistryClient client) {
        var ids = new Registration(client, registryUrl())
                .lookUp(List.of(Topics.EVENT_ROWS, Topics.TOOL_CALL_ROWS, Topics.AGENT_STEP_ROWS, Topics.ALERTS));
        return new RowSchemaIds(
                id(ids, Topics.EVENT_ROWS),
                id(ids, Topics.TOOL_CALL_ROWS),
                id(ids, Topics.AGENT_STEP_ROWS),
                id(ids, Topics.ALERTS));
    }

    private static int id(Map<String, Integer> ids, Topic topic) {
        var id = ids.get(topic.subject());
        if (id == null) {
            throw new IllegalStateException("no schema id for " + topic.subject());
        }
        return id;
    }
}

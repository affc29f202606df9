package io.watchllm.processor;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchllm.processor.consume.RegistryWriterSchemas;
import io.watchllm.processor.consume.Retries;
import io.watchllm.processor.stage.ProcessorMetrics;
import io.watchllm.processor.stage.RowSchemaIds;
import io.watchllm.processor.state.ChangelogTrim;
import io.watchllm.processor.state.SeenIdsBoard;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.service.ExitReason;
import io.watchllm.service.Health;
import io.watchllm.service.PipelineService;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processor as a process runs it: checks that all it needs is there, wires the parts, runs until it is closed or
 * can't go on.
 */
public final class ProcessorService implements PipelineService {

    private static final Logger log = LoggerFactory.getLogger(ProcessorService.class);

    private static final int REGISTRY_CACHE = 1_000;

    private final ProcessorSettings settings;
    private final MeterRegistry meters;
    private final StreamsRun run;
    private @Nullable SchemaRegistryClient registry;
    private @Nullable ChangelogTrim trim;

    public ProcessorService(ProcessorSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        run = new StreamsRun(settings.patience().close());
    }

    /**
     * Starts to process, and returns at once.
     *
     * @throws StartException when a topic is missing or Kafka does not answer
     * @throws io.watchllm.schemas.RegistrationException when the Schema Registry does not answer or refuses the schemas
     *     of the rows
     */
    @Override
    public void start() {
        RequiredTopics.check(
                settings.kafka().forClients(),
                ProcessorTopology.TOPICS,
                settings.patience().start());
        var client = registryClient();
        registry = client;
        var board = new SeenIdsBoard();
        var metrics = new ProcessorMetrics(meters);
        metrics.watch(meters, board);
        var parts = new ProcessorTopology.Parts(
                new RegistryWriterSchemas(
                        client,
                        registryUrl(),
                        Retries.within(settings.patience().registryRetry())),
                registerRows(client),
                settings.stages(),
                board,
                InstantSource.system(),
                metrics);
        run.start(ProcessorTopology.build(parts), new StreamsConfig(StreamsProperties.of(settings)));
        trim = startTrim(board);
        log.info(
                "processor started application_id={} threads={} commit_interval_ms={}",
                settings.streams().applicationId(),
                settings.streams().threads(),
                settings.streams().commitInterval().toMillis());
    }

    private ChangelogTrim startTrim(SeenIdsBoard board) {
        var started = new ChangelogTrim(
                Admin.create(settings.kafka().forClients()),
                settings.streams().applicationId(),
                settings.stages().deduplication().window(),
                board);
        started.start();
        return started;
    }

    @Override
    public ExitReason await() throws InterruptedException {
        return run.await();
    }

    @Override
    public Health health() {
        return run;
    }

    @Override
    public void close() {
        if (trim != null) {
            trim.close();
        }
        run.close();
        closeRegistry();
    }

    private synchronized void closeRegistry() {
        if (registry == null) {
            return;
        }
        try {
            registry.close();
        } catch (IOException failure) {
            // Nothing of the client is needed any more, and the process is about to end.
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

    private RowSchemaIds registerRows(SchemaRegistryClient client) {
        var ids = new Registration(client, registryUrl())
                .register(List.of(Topics.EVENT_ROWS, Topics.TOOL_CALL_ROWS, Topics.AGENT_STEP_ROWS, Topics.ALERTS));
        return new RowSchemaIds(
                id(ids, Topics.EVENT_ROWS),
                id(ids, Topics.TOOL_CALL_ROWS),
                id(ids, Topics.AGENT_STEP_ROWS),
                id(ids, Topics.ALERTS));
    }

    private static int id(Map<String, Integer> ids, Topic topic) {
        var id = ids.get(topic.subject());
        if (id == null) {
            throw new IllegalStateException("no schema registered for " + topic.subject());
        }
        return id;
    }
}

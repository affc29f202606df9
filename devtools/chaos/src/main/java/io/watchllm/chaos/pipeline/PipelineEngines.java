package io.watchllm.chaos.pipeline;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.watchllm.chaos.core.EventScript;
import io.watchllm.chaos.stage.ChaosException;
import io.watchllm.chaos.stage.ChildClasses;
import io.watchllm.localstack.LocalSchemaRegistry;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** What all scenarios share: a registry, what is sent, and lanes with a broker each. */
public final class PipelineEngines implements AutoCloseable {
    private static final String PRIVACY = """
            {"rules": [{"name": "email", "detector": "email"}, {"name": "card", "detector": "card"}]}
            """;

    private final EventScript script;
    private final long startMillis = EventRecords.start(Instant.now().toEpochMilli());
    private final Path folder;
    private final Path privacyRules;
    private final ChildClasses classes;
    private final LocalSchemaRegistry registry;
    private final Map<String, Integer> schemas;
    private final List<ScenarioPipeline> lanes = new ArrayList<>();

    /**
     * Starts them side by side.
     *
     * @param folder where logs of the processors go; made when it is not there
     * @param lanes how many scenarios can be played at once
     */
    public PipelineEngines(EventScript script, Path folder, int lanes) {
        this.script = script;
        this.folder = folder.toAbsolutePath();
        try {
            Files.createDirectories(this.folder);
            var archive = this.folder.resolve("processor.jsa");
            Files.deleteIfExists(archive);
            classes = new ChildClasses(archive);
            privacyRules = Files.writeString(this.folder.resolve("privacy.json"), PRIVACY);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        registry = LocalSchemaRegistry.start();
        try {
            schemas = register(registry.url());
            startLanes(lanes);
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private void startLanes(int count) {
        var starting = new ArrayList<CompletableFuture<ScenarioPipeline>>();
        for (var number = 0; number < count; number++) {
            starting.add(CompletableFuture.supplyAsync(
                    () -> new ScenarioPipeline(script, schema(Topics.ALERT_RULES.subject())),
                    task -> Thread.ofVirtual().start(task)));
        }
        for (var lane : starting) {
            lane.handle((started, failure) -> started == null ? null : lanes.add(started))
                    .join();
        }
        starting.forEach(CompletableFuture::join);
    }

    private static Map<String, Integer> register(String url) {
        try (var client = new CachedSchemaRegistryClient(
                List.of(url), 10, List.of(new AvroSchemaProvider()), Map.of(), Map.of())) {
            return new Registration(client, url).register(Topics.ALL);
        } catch (IOException failure) {
            throw new ChaosException("the registry's client did not close", failure);
        }
    }

    private int schema(String subject) {
        return Objects.requireNonNull(schemas.get(subject));
    }

    /** The lanes. */
    public List<ScenarioPipeline> lanes() {
        return List.copyOf(lanes);
    }

    EventScript script() {
        return script;
    }

    EventRecords records() {
        return new EventRecords(script, schema(Topics.EVENTS.subject()), startMillis);
    }

    LocalSchemaRegistry registry() {
        return registry;
    }

    ChildClasses classes() {
        return classes;
    }

    Path privacyRules() {
        return privacyRules;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        lanes.forEach(ScenarioPipeline::close);
        registry.close();
    }
}

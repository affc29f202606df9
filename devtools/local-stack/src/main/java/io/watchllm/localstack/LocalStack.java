package io.watchllm.localstack;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The three engines together.
 *
 * @param kafka the broker
 * @param schemaRegistry the Schema Registry
 * @param clickHouse the ClickHouse server
 */
public record LocalStack(LocalKafka kafka, LocalSchemaRegistry schemaRegistry, LocalClickHouse clickHouse)
        implements AutoCloseable {

    /** The database that the pipeline uses when nothing else is said. */
    public static final String DATABASE = "watchllm";

    /** Starts all three side by side on free ports, in temporary folders that go with them. */
    public static LocalStack start() {
        return start(LocalKafka.builder(), LocalSchemaRegistry.builder(), LocalClickHouse.builder());
    }

    /** Starts all three side by side on free ports, with their data under a folder that stays. */
    public static LocalStack start(Path folder) {
        return start(
                LocalKafka.builder().folder(folder.resolve("kafka")),
                LocalSchemaRegistry.builder().folder(folder.resolve("schema-registry")),
                LocalClickHouse.builder().folder(folder.resolve("clickhouse")));
    }

    /**
     * Starts all three side by side.
     *
     * @throws LocalStackException when one does not start; the others are stopped then
     */
    public static LocalStack start(
            LocalKafka.Builder kafka, LocalSchemaRegistry.Builder schemaRegistry, LocalClickHouse.Builder clickHouse) {
        fetch();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var kafkaStart = CompletableFuture.supplyAsync(kafka::start, threads);
            var registryStart = CompletableFuture.supplyAsync(schemaRegistry::start, threads);
            var clickHouseStart = CompletableFuture.supplyAsync(clickHouse::start, threads);
            try {
                return new LocalStack(kafkaStart.join(), registryStart.join(), clickHouseStart.join());
            } catch (CompletionException e) {
                Stream.of(kafkaStart, registryStart, clickHouseStart).forEach(LocalStack::closeStarted);
                throw e.getCause() instanceof LocalStackException known
                        ? known
                        : new LocalStackException("Cannot start the local stack: " + e.getCause(), e);
            }
        }
    }

    /** Fetches what the engines need and is not there yet, with a progress line on standard error. */
    public static void fetch() {
        var files = EngineFiles.ofThisProcess();
        files.schemaRegistry();
        files.clickHouse();
    }

    /** The variables with which WatchLLM's processes find this stack. */
    public Map<String, String> environment() {
        return Map.of(
                "WATCHLLM_KAFKA_BOOTSTRAP", kafka.bootstrap(),
                "WATCHLLM_SCHEMA_REGISTRY_URL", schemaRegistry.url(),
                "WATCHLLM_CLICKHOUSE_URL", clickHouse.httpUrl(),
                "WATCHLLM_CLICKHOUSE_USER", clickHouse.user(),
                "WATCHLLM_CLICKHOUSE_DATABASE", DATABASE);
    }

    /** How one of the three ended by itself; empty while none has. */
    public Optional<EngineEnd> endedByItself() {
        return Stream.of(clickHouse.endedByItself(), kafka.endedByItself(), schemaRegistry.endedByItself())
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Waits until one of the three ends by itself. */
    public EngineEnd awaitEndByItself() throws InterruptedException {
        try {
            return (EngineEnd)
                    CompletableFuture.anyOf(clickHouse.endByItself(), kafka.endByItself(), schemaRegistry.endByItself())
                            .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops all three side by side, each within its bound. */
    @Override
    public void close() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(kafka::close, threads),
                            CompletableFuture.runAsync(schemaRegistry::close, threads),
                            CompletableFuture.runAsync(clickHouse::close, threads))
                    .join();
        }
    }

    private static void closeStarted(CompletableFuture<? extends AutoCloseable> start) {
        start.handle((engine, failure) -> engine)
                .thenAccept(LocalStack::closeQuietly)
                .join();
    }

    private static void closeQuietly(@Nullable AutoCloseable engine) {
        try {
            if (engine != null) {
                engine.close();
            }
        } catch (Exception e) {
            throw new LocalStackException("Cannot stop " + engine, e);
        }
    }
}

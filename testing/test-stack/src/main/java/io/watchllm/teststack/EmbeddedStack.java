package io.watchllm.teststack;

import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Engines as child processes, each in a temporary folder. */
final class EmbeddedStack implements TestStack {
    private final Addresses addresses;
    private final @Nullable LocalClickHouse clickHouse;
    private final Deque<Runnable> stops;

    private EmbeddedStack(Addresses addresses, @Nullable LocalClickHouse clickHouse, Deque<Runnable> stops) {
        this.addresses = addresses;
        this.clickHouse = clickHouse;
        this.stops = stops;
    }

    /** Side by side: together they take no longer than the slowest. */
    static EmbeddedStack start(Set<Part> parts) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var kafka = begin(parts.contains(Part.KAFKA), LocalKafka::start, threads);
            var registry = begin(parts.contains(Part.SCHEMA_REGISTRY), LocalSchemaRegistry::start, threads);
            var clickHouse = begin(parts.contains(Part.CLICKHOUSE), LocalClickHouse::start, threads);
            try {
                return of(kafka.join(), registry.join(), clickHouse.join());
            } catch (CompletionException failure) {
                var _ = kafka.thenAccept(started -> started.ifPresent(LocalKafka::close));
                var _ = registry.thenAccept(started -> started.ifPresent(LocalSchemaRegistry::close));
                var _ = clickHouse.thenAccept(started -> started.ifPresent(LocalClickHouse::close));
                throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
            }
        }
    }

    private static <E> CompletableFuture<Optional<E>> begin(boolean wanted, Supplier<E> start, Executor threads) {
        return wanted
                ? CompletableFuture.supplyAsync(() -> Optional.of(start.get()), threads)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private static EmbeddedStack of(
            Optional<LocalKafka> kafka, Optional<LocalSchemaRegistry> registry, Optional<LocalClickHouse> clickHouse) {
        var stops = new ArrayDeque<Runnable>();
        kafka.ifPresent(started -> stops.push(started::close));
        registry.ifPresent(started -> stops.push(started::close));
        clickHouse.ifPresent(started -> stops.push(started::close));
        var addresses = new Addresses(
                kafka.map(LocalKafka::bootstrap).orElse(null),
                registry.map(LocalSchemaRegistry::url).orElse(null),
                clickHouse
                        .map(started -> new ClickHouseAddress(started.httpUrl(), started.user(), ""))
                        .orElse(null));
        return new EmbeddedStack(addresses, clickHouse.orElse(null), stops);
    }

    @Override
    public String kafkaBootstrap() {
        return addresses.kafkaBootstrap();
    }

    @Override
    public String schemaRegistryUrl() {
        return addresses.schemaRegistryUrl();
    }

    @Override
    public ClickHouseAddress clickHouse() {
        return addresses.clickHouseAddress();
    }

    @Override
    public Optional<Killable> killableClickHouse() {
        return Optional.ofNullable(clickHouse).map(KillableClickHouse::new);
    }

    @Override
    public Map<String, String> environment() {
        return addresses.environment();
    }

    @Override
    public void close() {
        stops.forEach(Runnable::run);
    }

    private record KillableClickHouse(LocalClickHouse clickHouse) implements Killable {
        @Override
        public void kill() {
            clickHouse.kill();
        }

        @Override
        public void restart() {
            clickHouse.restart();
        }
    }
}

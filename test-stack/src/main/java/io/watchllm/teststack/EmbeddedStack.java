package io.watchllm.teststack;

import io.watchllm.localstack.LocalClickHouse;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.localstack.LocalSchemaRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    static EmbeddedStack start(Set<Part> parts) {
        var stops = new ArrayDeque<Runnable>();
        var complete = false;
        try {
            var kafka = parts.contains(Part.KAFKA) ? LocalKafka.start() : null;
            if (kafka != null) {
                stops.push(kafka::close);
            }
            var registry = parts.contains(Part.SCHEMA_REGISTRY) ? LocalSchemaRegistry.start() : null;
            if (registry != null) {
                stops.push(registry::close);
            }
            var clickHouse = parts.contains(Part.CLICKHOUSE) ? LocalClickHouse.start() : null;
            if (clickHouse != null) {
                stops.push(clickHouse::close);
            }
            var addresses = new Addresses(
                    kafka == null ? null : kafka.bootstrap(),
                    registry == null ? null : registry.url(),
                    clickHouse == null ? null : new ClickHouseAddress(clickHouse.httpUrl(), clickHouse.user(), ""));
            complete = true;
            return new EmbeddedStack(addresses, clickHouse, stops);
        } finally {
            if (!complete) {
                stops.forEach(Runnable::run);
            }
        }
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

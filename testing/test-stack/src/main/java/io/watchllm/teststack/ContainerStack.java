package io.watchllm.teststack;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Engines in containers, on a network of their own; what a killed test leaves behind, Testcontainers removes. */
final class ContainerStack implements TestStack {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final String KAFKA_WITHIN = "kafka:19092";
    private static final int REGISTRY_PORT = 8081;
    private static final int CLICKHOUSE_PORT = 8123;
    private static final String CLICKHOUSE_USER = "watchllm";
    private static final String CLICKHOUSE_PASSWORD = "only for tests";

    private final Network network = Network.newNetwork();
    private @Nullable KafkaContainer kafka;
    private @Nullable GenericContainer<?> schemaRegistry;
    private @Nullable GenericContainer<?> clickHouse;

    private ContainerStack() {}

    static ContainerStack start(Set<Part> parts) {
        var stack = new ContainerStack();
        var complete = false;
        try {
            stack.startParts(parts);
            complete = true;
            return stack;
        } finally {
            if (!complete) {
                stack.close();
            }
        }
    }

    private void startParts(Set<Part> parts) {
        // The registry keeps its schemas in Kafka.
        if (parts.contains(Part.KAFKA) || parts.contains(Part.SCHEMA_REGISTRY)) {
            kafka = kafkaContainer();
            kafka.start();
        }
        if (parts.contains(Part.SCHEMA_REGISTRY)) {
            schemaRegistry = registryContainer();
            schemaRegistry.start();
        }
        if (parts.contains(Part.CLICKHOUSE)) {
            clickHouse = clickHouseContainer();
            clickHouse.start();
        }
    }

    private KafkaContainer kafkaContainer() {
        return new KafkaContainer(DockerImageName.parse(ContainerImages.KAFKA))
                .withNetwork(network)
                .withListener(KAFKA_WITHIN)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withStartupTimeout(START_TIMEOUT);
    }

    private GenericContainer<?> registryContainer() {
        return new GenericContainer<>(DockerImageName.parse(ContainerImages.SCHEMA_REGISTRY))
                .withNetwork(network)
                .withExposedPorts(REGISTRY_PORT)
                .withEnv("SCHEMA_REGISTRY_HOST_NAME", "schema-registry")
                .withEnv("SCHEMA_REGISTRY_LISTENERS", "http://0.0.0.0:" + REGISTRY_PORT)
                .withEnv("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "PLAINTEXT://" + KAFKA_WITHIN)
                .withEnv("SCHEMA_REGISTRY_KAFKASTORE_TOPIC_REPLICATION_FACTOR", "1")
                .waitingFor(Wait.forHttp("/subjects").forPort(REGISTRY_PORT).withStartupTimeout(START_TIMEOUT));
    }

    private GenericContainer<?> clickHouseContainer() {
        return new GenericContainer<>(DockerImageName.parse(ContainerImages.CLICKHOUSE))
                .withNetwork(network)
                .withExposedPorts(CLICKHOUSE_PORT)
                .withEnv("CLICKHOUSE_USER", CLICKHOUSE_USER)
                .withEnv("CLICKHOUSE_PASSWORD", CLICKHOUSE_PASSWORD)
                .withEnv("CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT", "1")
                .waitingFor(Wait.forHttp("/ping").forPort(CLICKHOUSE_PORT).withStartupTimeout(START_TIMEOUT));
    }

    @Override
    public String kafkaBootstrap() {
        return addresses().kafkaBootstrap();
    }

    @Override
    public String schemaRegistryUrl() {
        return addresses().schemaRegistryUrl();
    }

    @Override
    public ClickHouseAddress clickHouse() {
        return addresses().clickHouseAddress();
    }

    /** A container that is started again gets another port. */
    @Override
    public Optional<Killable> killableClickHouse() {
        return Optional.empty();
    }

    @Override
    public Map<String, String> environment() {
        return addresses().environment();
    }

    @Override
    public void close() {
        stop(clickHouse);
        stop(schemaRegistry);
        stop(kafka);
        network.close();
    }

    private Addresses addresses() {
        return new Addresses(
                kafka == null ? null : kafka.getBootstrapServers(),
                schemaRegistry == null ? null : url(schemaRegistry, REGISTRY_PORT),
                clickHouse == null
                        ? null
                        : new ClickHouseAddress(
                                url(clickHouse, CLICKHOUSE_PORT), CLICKHOUSE_USER, CLICKHOUSE_PASSWORD));
    }

    private static String url(GenericContainer<?> container, int port) {
        return "http://" + container.getHost() + ":" + container.getMappedPort(port);
    }

    private static void stop(@Nullable GenericContainer<?> container) {
        if (container != null) {
            container.stop();
        }
    }
}

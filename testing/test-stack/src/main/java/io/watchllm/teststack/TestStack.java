package io.watchllm.teststack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testcontainers.DockerClientFactory;

/**
 * Real engines for a test: embedded child processes, or containers with {@code WATCHLLM_TEST_STACK=containers}. Asking
 * for a part that was not started is an IllegalStateException.
 */
public interface TestStack extends AutoCloseable {

    /**
     * Starts the named parts, or all when none is named, and waits until they serve.
     *
     * @throws RuntimeException when one does not start; the others are stopped then
     */
    static TestStack start(Part... parts) {
        var wanted = parts.length == 0 ? EnumSet.allOf(Part.class) : EnumSet.copyOf(Arrays.asList(parts));
        var choice = StackChoice.of(
                System.getenv(), () -> DockerClientFactory.instance().isDockerAvailable());
        if (choice.warning() != null) {
            System.err.println("WARNING: " + choice.warning());
        }
        return start(choice, wanted);
    }

    private static TestStack start(StackChoice choice, Set<Part> parts) {
        return switch (choice.backend()) {
            case EMBEDDED -> EmbeddedStack.start(parts);
            case CONTAINERS -> ContainerStack.start(parts);
        };
    }

    /** What Kafka clients connect to. */
    String kafkaBootstrap();

    /** The root of the Schema Registry's API. */
    String schemaRegistryUrl();

    /** Where ClickHouse is. */
    ClickHouseAddress clickHouse();

    /** ClickHouse as something to kill; empty where a restart would change its address. */
    Optional<Killable> killableClickHouse();

    /** The variables with which WatchLLM's processes find the started parts. */
    Map<String, String> environment();

    /** Stops every part, and deletes its data. */
    @Override
    void close();
}

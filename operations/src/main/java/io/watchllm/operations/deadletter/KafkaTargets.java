package io.watchllm.operations.deadletter;

import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks up topics and schema ids in Kafka and the registry, each once. For one thread. */
public final class KafkaTargets implements Replay.Targets {
    private final KafkaConnection connection;
    private final Map<String, Integer> partitions = new HashMap<>();
    private int eventSchemaId = -1;

    public KafkaTargets(KafkaConnection connection) {
        this.connection = connection;
    }

    @Override
    public int partitions(String topic) {
        return partitions.computeIfAbsent(topic, this::ask);
    }

    private int ask(String topic) {
        try (var admin = connection.admin()) {
            var found = admin.describeTopics(List.of(topic)).allTopicNames().get();
            return Objects.requireNonNull(found.get(topic)).partitions().size();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw new IllegalStateException("Kafka does not say what topic " + topic + " is like", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", interrupted);
        }
    }

    @Override
    public int eventSchemaId() {
        if (eventSchemaId < 0) {
            try (var registry = connection.registry()) {
                var ids = new Registration(
                                registry, connection.settings().registryUrl().toString())
                        .lookUp(List.of(Topics.EVENTS));
                eventSchemaId = Objects.requireNonNull(ids.get(Topics.EVENTS.subject()));
            } catch (IOException failure) {
                throw new UncheckedIOException("the Schema Registry client did not close", failure);
            }
        }
        return eventSchemaId;
    }
}

package io.watchllm.operations.deadletter;

import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.KafkaState;
import io.watchllm.schemas.Topics;
import java.util.HashMap;
import java.util.Map;

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
            return new KafkaState(admin).exists(topic)
                    ? new KafkaState(admin).topic(topic).partitions().size()
                    : 0;
        }
    }

    @Override
    public int eventSchemaId() {
        if (eventSchemaId < 0) {
            eventSchemaId = connection.schemaId(Topics.EVENTS);
        }
        return eventSchemaId;
    }
}

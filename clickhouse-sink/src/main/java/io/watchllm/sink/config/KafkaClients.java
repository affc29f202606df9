package io.watchllm.sink.config;

import io.watchllm.delivery.config.Delivery.GroupProtocol;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.schemas.Topics;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Settings of the Kafka clients: the user's, overridden where the delivery guarantee depends on a value. */
public final class KafkaClients {
    private static final int POLL_RECORDS_MAX = 5_000;
    private static final int PARTITION_FETCH_BYTES_MAX = 4 << 20;
    private static final int RECORD_OVERHEAD_BYTES_MAX = 1 << 20;

    private KafkaClients() {}

    /** Settings of a table's consumer. */
    public static Map<String, Object> consumer(SinkSettings settings, SinkTable table) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES_MAX);
        config.putAll(settings.kafka().forClients());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, table.group());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, table.group());
        // Offsets are committed explicitly, after the acknowledgement and together with the intent.
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A range that is read again must hold the same records, so records of aborted transactions are never read.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // The sink decides where reading begins, or that it must not: a consumer that resets by itself skips lost
        // records.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        var protocol = settings.delivery().groupProtocol();
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol.name().toLowerCase(Locale.ROOT));
        if (protocol == GroupProtocol.CLASSIC) {
            config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        return config;
    }

    /** Settings of the dead-letter producer. */
    public static Map<String, Object> deadLetterProducer(SinkSettings settings) {
        Map<String, Object> config = settings.kafka().forClients();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "watchllm-sink-dead-letters");
        // Offsets are committed only because the broker acknowledged the dead letters.
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.DERIVED_BYTES_MAX + RECORD_OVERHEAD_BYTES_MAX);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }
}

package io.watchllm.notifier.consume;

import io.watchllm.notifier.config.NotifierSettings;
import io.watchllm.notifier.core.Target;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Properties of the Kafka clients: the user's, overridden by those that delivery depends on. */
public final class KafkaClients {
    private static final int POLL_RECORDS_MAX = 100;
    private static final int SESSION_MS = 10_000;
    private static final int ANSWER_MS = 10_000;
    private static final int DELIVERY_MS = 30_000;
    private static final int RECORD_OVERHEAD_BYTES_MAX = 1 << 20;

    private KafkaClients() {}

    /** Properties of a target's consumer. */
    public static Map<String, Object> consumer(NotifierSettings settings, Target target) {
        var reading = settings.reading();
        Map<String, Object> config = new HashMap<>(settings.kafka().forClients());
        if (!"consumer".equals(config.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG))) {
            // Lets another notifier take over from a dead one sooner than after Kafka's default of 45 s.
            config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        }
        config.put(ConsumerConfig.GROUP_ID_CONFIG, reading.group(target));
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, reading.group(target));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(POLL_RECORDS_MAX, reading.pendingMax()));
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS / 2);
        // Offsets are committed explicitly, after delivery.
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Alerts of aborted transactions must not be sent.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // A new target must not be notified of a month of past alerts.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "by_duration:" + reading.lookBack());
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }

    /** Properties of the producer of undelivered alerts. */
    public static Map<String, Object> undeliveredProducer(KafkaSettings settings) {
        Map<String, Object> config = new HashMap<>(settings.forClients());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "watchllm-notifier-undelivered");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
        // Offsets are committed once the producer's records are acknowledged.
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.DERIVED_BYTES_MAX + RECORD_OVERHEAD_BYTES_MAX);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }
}

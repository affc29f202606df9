package io.watchllm.processor;

import io.watchllm.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Properties of Kafka Streams: the user's properties file, overridden by those that exactly-once depends on. */
final class StreamsProperties {

    private StreamsProperties() {}

    static Map<String, Object> of(ProcessorSettings settings) {
        var properties = new LinkedHashMap<String, Object>(tunables());
        properties.putAll(settings.kafka().forClients());
        var streams = settings.streams();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, streams.applicationId());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, streams.threads());
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                streams.commitInterval().toMillis());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, streams.standbys());
        if (streams.stateDirectory() != null) {
            properties.put(
                    StreamsConfig.STATE_DIR_CONFIG, streams.stateDirectory().toString());
        }
        // Rows, dead letters and the offset of their event are one transaction: a crash leaves all of them or none.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A generated name would change with the topology and orphan its state.
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // A new group, or one whose offsets were lost, must not skip existing records. Offsets that are no longer in
        // the log are handled by GuardedConsumer instead.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // Wake-ups are a separate input; waiting for them must not delay events.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // A large prompt makes a large row; rows larger than the topics accept are rejected before they get here.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.DERIVED_BYTES_MAX);
        return properties;
    }

    /** Our defaults, which a properties file may override. */
    private static Map<String, Object> tunables() {
        return Map.of(
                // Prompts are repetitive: lz4 shrinks them to a third for little CPU.
                StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4",
                // Sends a transaction's rows in one or two requests: a full batch flushes all others too, and with
                // Kafka's default of 16 KiB a batch fills five times per transaction at 2,000 events a second.
                StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10,
                // After a kill the group waits this long for the dead member; Kafka's default of 45 s is long for a
                // pipeline.
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000,
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000,
                // After a kill readers wait this long for the open transaction.
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
    }
}

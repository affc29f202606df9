package io.watchllm.processor;

import io.watchllm.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams: the user's properties file first, then over it what the guarantee stands on. */
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
        // A group that is new, or whose offsets were lost, must not skip what is there. An offset that is no longer in
        // its log does not come under this: see GuardedConsumer.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // Wake-ups are an input of their own; whether one is there must not hold up an event.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // A large prompt makes a large row; what is larger than the topics take is refused before it gets here.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.DERIVED_BYTES_MAX);
        return properties;
    }

    /** Defaults of ours that a properties file may change. */
    private static Map<String, Object> tunables() {
        return Map.of(
                // Prompts repeat themselves: a third of the bytes for little CPU.
                StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4",
                // A transaction's rows in one or two requests: a batch that is full takes along what all others hold,
                // and Kafka's 16 KiB are full five times in a transaction at 2,000 events a second.
                StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10,
                // After a kill the group waits this long for the dead member; Kafka's 45 s are long for a pipeline.
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000,
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000,
                // After a kill readers wait this long for the open transaction.
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
    }
}

package io.watchllm.processor;

import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka clients of the processor that restart a stream thread whose transaction has an unknown outcome: the thread
 * ends, and a new one with new tasks replaces it ({@link StreamsRun}). Kafka Streams 4.3.1 would revive the tasks
 * instead, which may then commit offsets of records that were rolled back (docs/operators/kafka-streams-revival.md).
 */
final class RestartingClients implements KafkaClientSupplier {

    /** It is unknown whether the transaction was committed; the thread that takes over asks the broker. */
    static final class OutcomeUnknownException extends KafkaException {
        private static final long serialVersionUID = 1;

        OutcomeUnknownException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new RestartingProducer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new GuardedConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        // If a changelog was compacted or trimmed, its remainder is correct; Kafka Streams rebuilds the store from it.
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    /** Wraps an unknown outcome in an exception that Kafka Streams does not treat as a reason to revive tasks. */
    private static final class RestartingProducer extends KafkaProducer<byte[], byte[]> {

        /**
         * Set once an outcome is unknown: the producer's results no longer matter, and waiting for them may never end.
         */
        private volatile boolean lost;

        RestartingProducer(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            try {
                super.sendOffsetsToTransaction(offsets, group);
            } catch (TimeoutException unknown) {
                lost = true;
                throw new OutcomeUnknownException("Offsets were not added to a transaction in time", unknown);
            }
        }

        @Override
        public void commitTransaction() {
            try {
                super.commitTransaction();
            } catch (TimeoutException unknown) {
                lost = true;
                throw new OutcomeUnknownException("A transaction was not committed in time", unknown);
            }
        }

        /** Skips the flush of closing tasks once the outcome is unknown, because it might never return. */
        @Override
        public void flush() {
            if (!lost) {
                super.flush();
            }
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            return super.send(
                    record,
                    callback == null
                            ? null
                            : (metadata, failure) -> callback.onCompletion(
                                    metadata, failure instanceof RetriableException ? unknown(failure) : failure));
        }

        private static Exception unknown(Exception failure) {
            return new OutcomeUnknownException("A record was not written in time", failure);
        }
    }
}

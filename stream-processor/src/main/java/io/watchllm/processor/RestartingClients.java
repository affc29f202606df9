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
 * The Kafka clients of the processor. They are Kafka's own, but where nobody knows what became of a transaction, its
 * stream thread ends, and a new one with new tasks takes its place ({@link StreamsRun}). Kafka Streams 4.3.1 would
 * revive the tasks instead, and those may commit offsets of records that were rolled back
 * (docs/kafka-streams-revival.md).
 */
final class RestartingClients implements KafkaClientSupplier {

    /** Nobody knows whether the transaction was committed; whoever comes next asks the broker. */
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
        // Of a changelog that was compacted or trimmed the rest is right; Kafka Streams begins such a store anew.
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    /** Says an unknown outcome in an exception that Kafka Streams does not take for a reason to revive tasks. */
    private static final class RestartingProducer extends KafkaProducer<byte[], byte[]> {

        /** Once an outcome is unknown nothing more of this producer counts, and it may wait for ever. */
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

        /** Tasks that are closed flush what they had; where the outcome is unknown, that is not waited for. */
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

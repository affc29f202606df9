package io.watchllm.operations.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.runtime.PlainText;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.RegistryWriterSchemas;
import io.watchllm.schemas.registry.Retries;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.TableRecordException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic whose last record of each key counts, read as the processor reads it.
 *
 * @param <T> what a record holds
 */
public abstract class CompactedTopic<T> {
    private final KafkaConnection connection;
    private final Topic topic;

    protected CompactedTopic(KafkaConnection connection, Topic topic) {
        this.connection = connection;
        this.topic = topic;
    }

    /** Decodes the value under a key. */
    @FunctionalInterface
    protected interface Decoder<T> {
        /**
         * The decoded value.
         *
         * @throws TableRecordException when it is not valid
         */
        T decode(String key, byte[] value);
    }

    /** Creates a decoder of values that were written with these schemas. */
    protected abstract Decoder<T> decoder(WriterSchemas schemas);

    /** The key of a value. */
    protected abstract String key(T value);

    /** The record of a value. */
    protected abstract SpecificRecord record(T value);

    /**
     * Contents of a topic.
     *
     * @param values the last value of each key
     * @param broken errors of records that are not valid, by key
     */
    public record Contents<T>(Map<String, T> values, Map<String, String> broken) {
        /** Tells which records are not valid, a line each. */
        public void tellBroken(String word, PrintWriter err) {
            broken.forEach((key, problem) -> err.printf(
                    "watchllm: the record %s on the topic of %ss is no %s: %s%n",
                    PlainText.line(key), word, word, PlainText.line(problem)));
        }
    }

    /** Reads the topic up to its current end. */
    public Contents<T> read() {
        var values = new LinkedHashMap<String, T>();
        var broken = new LinkedHashMap<String, String>();
        var url = connection.settings().registryUrl().toString();
        return connection.withRegistry(registry -> {
            var decoder = decoder(new RegistryWriterSchemas(registry, url, Retries.within(KafkaConnection.TIMEOUT)));
            try (var consumer = connection.consumer()) {
                new TopicReader(consumer).read(topic.name(), record -> {
                    var key = record.key() == null ? "" : new String(record.key(), UTF_8);
                    values.remove(key);
                    broken.remove(key);
                    try {
                        if (record.value() != null) {
                            values.put(key, decoder.decode(key, record.value()));
                        }
                    } catch (TableRecordException problem) {
                        broken.put(key, problem.message());
                    }
                    return true;
                });
            }
            return new Contents<>(values, broken);
        });
    }

    /** Writes values, each replacing the one with the same key, and waits until Kafka has acknowledged all. */
    public void write(List<T> values) {
        var schemaId = connection.schemaId(topic);
        send(values.stream()
                .map(value -> sent(key(value), WireFormat.encode(schemaId, record(value))))
                .toList());
    }

    /** Deletes keys, and waits until Kafka has acknowledged all. */
    public void delete(List<String> keys) {
        send(keys.stream().map(key -> sent(key, null)).toList());
    }

    private ProducerRecord<byte @Nullable [], byte @Nullable []> sent(String key, byte @Nullable [] value) {
        return new ProducerRecord<byte @Nullable [], byte @Nullable []>(topic.name(), key.getBytes(UTF_8), value);
    }

    private void send(List<ProducerRecord<byte @Nullable [], byte @Nullable []>> records) {
        var sent = new ArrayList<Future<RecordMetadata>>();
        try (var producer = connection.producer()) {
            records.forEach(record -> sent.add(producer.send(record)));
            for (var each : sent) {
                each.get();
            }
        } catch (ExecutionException problem) {
            throw new IllegalStateException(
                    "Kafka did not take all records of " + topic.name()
                            + "; do it again, what is there already is not written twice",
                    problem.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing to " + topic.name(), interrupted);
        }
    }
}

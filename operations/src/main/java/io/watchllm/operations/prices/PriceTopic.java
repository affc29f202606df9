package io.watchllm.operations.prices;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.pricing.PriceReading;
import io.watchllm.pricing.PriceRecords;
import io.watchllm.pricing.PriceRow;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.RegistryWriterSchemas;
import io.watchllm.schemas.registry.Retries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The topic of prices, read as the processor reads it. */
public final class PriceTopic {
    private static final String TOPIC = Topics.MODEL_PRICES.name();

    private final KafkaConnection connection;

    public PriceTopic(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * Contents of the topic.
     *
     * @param rows the last price of each key
     * @param broken errors of records that are not valid prices, by key
     */
    public record Contents(List<PriceRow> rows, Map<String, String> broken) {}

    /** Reads the topic up to its current end. */
    public Contents read() {
        var rows = new LinkedHashMap<String, PriceRow>();
        var broken = new LinkedHashMap<String, String>();
        var url = connection.settings().registryUrl().toString();
        try (var registry = connection.registry();
                var consumer = connection.consumer()) {
            var reading =
                    new PriceReading(new RegistryWriterSchemas(registry, url, Retries.within(KafkaConnection.TIMEOUT)));
            new TopicReader(consumer).read(TOPIC, record -> {
                var key = record.key() == null ? "" : new String(record.key(), UTF_8);
                rows.remove(key);
                broken.remove(key);
                if (record.value() != null) {
                    switch (reading.read(record.value())) {
                        case PriceReading.Row price -> rows.put(key, price.row());
                        case PriceReading.Broken problem -> broken.put(key, problem.message());
                    }
                }
                return true;
            });
        } catch (IOException problem) {
            throw new UncheckedIOException("the Schema Registry client did not close", problem);
        }
        return new Contents(List.copyOf(rows.values()), broken);
    }

    /** Writes rows, each replacing the one with the same key, and waits until Kafka has acknowledged all. */
    public void write(List<PriceRow> rows) {
        int schemaId = schemaId();
        var sent = new ArrayList<Future<RecordMetadata>>();
        try (var producer = connection.producer()) {
            for (var row : rows) {
                var value = WireFormat.encode(schemaId, PriceRecords.record(row));
                sent.add(producer.send(
                        new ProducerRecord<>(TOPIC, PriceRecords.key(row).getBytes(UTF_8), value)));
            }
            for (var each : sent) {
                each.get();
            }
        } catch (ExecutionException problem) {
            throw new IllegalStateException(
                    "Kafka did not take all prices; load the file again, what is there already is not written twice",
                    problem.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing prices", interrupted);
        }
    }

    private int schemaId() {
        try (var registry = connection.registry()) {
            var ids = new Registration(
                            registry, connection.settings().registryUrl().toString())
                    .lookUp(List.of(Topics.MODEL_PRICES));
            return Objects.requireNonNull(ids.get(Topics.MODEL_PRICES.subject()));
        } catch (IOException problem) {
            throw new UncheckedIOException("the Schema Registry client did not close", problem);
        }
    }
}

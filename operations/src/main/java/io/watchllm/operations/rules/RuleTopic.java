package io.watchllm.operations.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchllm.alerting.rule.RuleReading;
import io.watchllm.control.AlertRule;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.Registration;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.registry.RegistryWriterSchemas;
import io.watchllm.schemas.registry.Retries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The topic of alert rules, read as the processor reads it. */
public final class RuleTopic {
    private static final String TOPIC = Topics.ALERT_RULES.name();

    private final KafkaConnection connection;

    public RuleTopic(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * Contents of the topic.
     *
     * @param rules the last rule of each id
     * @param broken errors of records that are not valid rules, by key
     */
    public record Contents(Map<String, AlertRule> rules, Map<String, String> broken) {}

    /** Reads the topic up to its current end. */
    public Contents read() {
        var rules = new TreeMap<String, AlertRule>();
        var broken = new TreeMap<String, String>();
        var url = connection.settings().registryUrl().toString();
        try (var registry = connection.registry();
                var consumer = connection.consumer()) {
            var reading =
                    new RuleReading(new RegistryWriterSchemas(registry, url, Retries.within(KafkaConnection.TIMEOUT)));
            new TopicReader(consumer).read(TOPIC, record -> {
                var key = record.key() == null ? "" : new String(record.key(), UTF_8);
                rules.remove(key);
                broken.remove(key);
                if (record.value() != null) {
                    switch (reading.read(key, record.value())) {
                        case RuleReading.Read read -> rules.put(key, read.record());
                        case RuleReading.Broken problem -> broken.put(key, problem.message());
                    }
                }
                return true;
            });
        } catch (IOException problem) {
            throw new UncheckedIOException("the Schema Registry client did not close", problem);
        }
        return new Contents(rules, broken);
    }

    /** Writes rules, each replacing the one with the same id, and waits until Kafka has acknowledged all. */
    public void write(List<AlertRule> rules) {
        int schemaId = schemaId();
        var records = new ArrayList<ProducerRecord<byte @Nullable [], byte @Nullable []>>();
        for (var rule : rules) {
            records.add(
                    new ProducerRecord<>(TOPIC, rule.getRuleId().getBytes(UTF_8), WireFormat.encode(schemaId, rule)));
        }
        send(records);
    }

    /** Deletes rules. */
    public void delete(List<String> ids) {
        var records = new ArrayList<ProducerRecord<byte @Nullable [], byte @Nullable []>>();
        for (var id : ids) {
            records.add(new ProducerRecord<>(TOPIC, id.getBytes(UTF_8), null));
        }
        send(records);
    }

    private void send(List<ProducerRecord<byte @Nullable [], byte @Nullable []>> records) {
        var sent = new ArrayList<Future<RecordMetadata>>();
        try (var producer = connection.deletingProducer()) {
            for (var record : records) {
                sent.add(producer.send(record));
            }
            for (var each : sent) {
                each.get();
            }
        } catch (ExecutionException problem) {
            throw new IllegalStateException(
                    "Kafka did not take all rules; do it again, what is there already is not written twice",
                    problem.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing rules", interrupted);
        }
    }

    private int schemaId() {
        try (var registry = connection.registry()) {
            var ids = new Registration(
                            registry, connection.settings().registryUrl().toString())
                    .lookUp(List.of(Topics.ALERT_RULES));
            return Objects.requireNonNull(ids.get(Topics.ALERT_RULES.subject()));
        } catch (IOException problem) {
            throw new UncheckedIOException("the Schema Registry client did not close", problem);
        }
    }
}

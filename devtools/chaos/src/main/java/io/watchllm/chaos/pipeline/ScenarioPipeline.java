package io.watchllm.chaos.pipeline;

import io.watchllm.chaos.core.EventScript;
import io.watchllm.chaos.proxy.KafkaProxy;
import io.watchllm.chaos.stage.ChaosException;
import io.watchllm.chaos.stage.Signal;
import io.watchllm.localstack.LocalKafka;
import io.watchllm.schemas.TopicSetup;
import io.watchllm.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker behind a proxy with the topics of the pipeline: one scenario is played on it at a time. */
public final class ScenarioPipeline implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final KafkaProxy proxy = new KafkaProxy();
    private final LocalKafka kafka;
    private final Admin admin;

    /**
     * Starts the broker.
     *
     * @param script what is sent, for the rules that alerts are raised by
     * @param rulesSchema id that the registry gave the schema of rules
     */
    ScenarioPipeline(EventScript script, int rulesSchema) {
        kafka = LocalKafka.builder()
                .property("advertised.listeners", "PLAINTEXT://127.0.0.1:" + proxy.port())
                // On a busy machine a short session is over before the broker has had a turn, and no topic is made.
                .property("broker.session.timeout.ms", "6000")
                // Longer than that session: see docs/operators/kafka-hanging-transactions.md.
                .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "9000")
                .start();
        proxy.brokerPort(kafka.port());
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap()));
        new TopicSetup(admin, ANSWER).ensure(Topics.ALL);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (var rule : AlertRules.of(script)) {
                var key = String.valueOf(rule.get("rule_id")).getBytes(StandardCharsets.UTF_8);
                var _ = producer.send(
                        new ProducerRecord<>(Topics.ALERT_RULES.name(), key, EventRecords.wire(rulesSchema, rule)));
            }
        }
    }

    /** Where clients find the broker: at the proxy. */
    String bootstrap() {
        return "127.0.0.1:" + proxy.port();
    }

    KafkaProxy proxy() {
        return proxy;
    }

    Admin admin() {
        return admin;
    }

    /** The broker stands still for the time of the action. */
    public void frozen(Runnable meanwhile) {
        Signal.STOP.send(kafka.pid());
        try {
            meanwhile.run();
        } finally {
            Signal.CONT.send(kafka.pid());
        }
    }

    /** kill -9 of the broker, and another one on its files. */
    public void restart() {
        kafka.kill();
        kafka.restart();
    }

    /**
     * Returns when the broker runs.
     *
     * @throws ChaosException when it ended by itself
     */
    public void requireBroker() {
        kafka.endedByItself().ifPresent(end -> {
            throw new ChaosException(end.message());
        });
    }

    /** Transactions that producers have, or had. */
    public Collection<TransactionListing> transactions() {
        return get(admin.listTransactions().all());
    }

    /** Begins anew with these transactional ids, so that whoever had them is told that he is not the one any more. */
    public void fence(Collection<String> transactionalIds) {
        get(admin.fenceProducers(transactionalIds).all());
    }

    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new ChaosException("the broker refused: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChaosException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        kafka.close();
        proxy.close();
    }
}

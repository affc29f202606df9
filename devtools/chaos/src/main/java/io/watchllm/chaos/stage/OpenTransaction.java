package io.watchllm.chaos.stage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A transaction that has a record in each partition of a topic, and whose producer never ends it. */
public final class OpenTransaction implements AutoCloseable {
    private final Admin admin;
    private final List<TopicPartition> partitions;
    private final KafkaProducer<byte[], byte[]> producer;

    OpenTransaction(Admin admin, String bootstrap, List<TopicPartition> partitions) {
        this.admin = admin;
        this.partitions = partitions;
        var name = "chaos-hangs-" + partitions.getFirst().topic();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "transactional.id", name, "transaction.timeout.ms", 600_000);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        for (var partition : partitions) {
            var _ = producer.send(
                    new ProducerRecord<>(partition.topic(), partition.partition(), null, new byte[] {1, 2, 3}));
        }
        producer.flush();
    }

    /** What {@code kafka-transactions.sh abort} does, for each partition. */
    public void abort() {
        var found = Group.get(admin.describeProducers(partitions).all());
        for (var partition : partitions) {
            var states = Objects.requireNonNull(found.get(partition)).activeProducers();
            for (var state : states) {
                if (state.currentTransactionStartOffset().isPresent()) {
                    var spec = new AbortTransactionSpec(
                            partition,
                            state.producerId(),
                            (short) state.producerEpoch(),
                            state.coordinatorEpoch().orElse(0));
                    Group.get(admin.abortTransaction(spec).all());
                }
            }
        }
    }

    /** Without a word to the broker: a producer that ends in order would end its transaction. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}

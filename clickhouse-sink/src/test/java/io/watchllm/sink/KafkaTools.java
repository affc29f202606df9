package io.watchllm.sink;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What an operator does with Kafka's own tools, and what a transactional producer leaves behind. */
public record KafkaTools(SinkStack stack) {

    /** Waits until nobody is in a group any more. */
    public void awaitEmpty(String group) {
        try (var admin = stack.admin()) {
            await().atMost(SinkStack.DEADLINE).until(() -> members(admin, group) == 0);
        }
    }

    private static int members(Admin admin, String group) throws InterruptedException, ExecutionException {
        return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                .mapToInt(found -> found.members().size())
                .sum();
    }

    /** As {@code kafka-consumer-groups --delete} does, once the group is empty. */
    public void deleteGroup(String group) throws InterruptedException, ExecutionException {
        awaitEmpty(group);
        try (var admin = stack.admin()) {
            admin.deleteConsumerGroups(List.of(group)).all().get();
        }
    }

    /** As {@code kafka-delete-records} does; -1 is all there are. */
    public void deleteRecords(TopicPartition partition, long before) throws InterruptedException, ExecutionException {
        try (var admin = stack.admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    /** As {@code kafka-consumer-groups --reset-offsets --to-offset} does. */
    public void commit(String group, TopicPartition partition, long offset)
            throws InterruptedException, ExecutionException {
        try (var admin = stack.admin()) {
            admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    /** Id of a topic. */
    public String topicId(String topic) throws InterruptedException, ExecutionException {
        try (var admin = stack.admin()) {
            var described = admin.describeTopics(List.of(topic)).allTopicNames().get();
            return Objects.requireNonNull(described.get(topic), topic).topicId().toString();
        }
    }

    /** Sends values to one partition in one transaction, whose marker lies behind them. */
    public void sendInTransaction(TopicPartition partition, List<byte[]> values) {
        Map<String, Object> config = Map.of("bootstrap.servers", stack.bootstrap(), "transactional.id", "kafka-tools");
        try (var sender = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            sender.initTransactions();
            sender.beginTransaction();
            values.forEach(value -> {
                var _ = sender.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, value));
            });
            sender.commitTransaction();
        }
    }
}

package io.watchllm.chaos.pipeline;

import io.watchllm.chaos.stage.ChaosException;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where a scenario begins in each topic, and how far its processors are. Every scenario on a lane has an application id
 * of its own whose offsets are set to the present ends first, so that nothing of an earlier one is in it.
 */
final class Positions {
    private static final Duration POLL = Duration.ofMillis(100);

    /** Far longer than a transaction can stay open. */
    private static final Duration READ_LIMIT = Duration.ofMinutes(3);

    private final ScenarioPipeline lane;
    private final String applicationId;
    private final Map<TopicPartition, Long> starts;

    /** Sets the offsets of the application, which has no members yet. */
    Positions(ScenarioPipeline lane, String applicationId) {
        this.lane = lane;
        this.applicationId = applicationId;
        starts = ends(Topics.ALL.stream().map(Topic::name).toList());
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        starts.forEach((partition, offset) -> {
            if (isInput(partition)) {
                offsets.put(partition, new OffsetAndMetadata(offset));
            }
        });
        ScenarioPipeline.get(
                lane.admin().alterConsumerGroupOffsets(applicationId, offsets).all());
    }

    private static boolean isInput(TopicPartition partition) {
        return isOf(partition, Topics.EVENTS)
                || isOf(partition, Topics.ALERT_PANES)
                || isOf(partition, Topics.ALERT_WAKE_UPS);
    }

    private static boolean isOf(TopicPartition partition, Topic topic) {
        return partition.topic().equals(topic.name());
    }

    private Map<TopicPartition, Long> ends(List<String> topics) {
        var partitions = new ArrayList<TopicPartition>();
        ScenarioPipeline.get(lane.admin().describeTopics(topics).allTopicNames())
                .values()
                .forEach(topic -> topic.partitions()
                        .forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition()))));
        var asked = partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        return ScenarioPipeline.get(lane.admin().listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }

    /** True when every event is committed, and everything that came of them between the stages. */
    boolean drained() {
        var committed = new HashMap<TopicPartition, Long>(starts);
        ScenarioPipeline.get(
                        lane.admin().listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata())
                .forEach((partition, commit) -> {
                    if (commit != null) {
                        committed.put(partition, commit.offset());
                    }
                });
        var events = ends(List.of(Topics.EVENTS.name()));
        if (events.entrySet().stream().anyMatch(end -> committed.getOrDefault(end.getKey(), 0L) < end.getValue())) {
            return false;
        }
        committed.keySet().removeIf(partition -> !isOf(partition, Topics.ALERT_PANES));
        var left = new ArrayList<Long>();
        read(committed, ends(List.of(Topics.ALERT_PANES.name())), record -> left.add(record.offset()));
        return left.isEmpty();
    }

    /** Hands over what the topic got since the scenario began, up to now; waits for transactions that are open. */
    void read(Topic topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        var ends = ends(List.of(topic.name()));
        var from = new HashMap<>(starts);
        from.keySet().retainAll(ends.keySet());
        read(from, ends, each);
    }

    /** Hands over everything that is in a topic of the application itself; nothing where there is no such topic. */
    void readOwn(String store, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        var name = applicationId + "-" + store + "-changelog";
        if (!ScenarioPipeline.get(lane.admin().listTopics().names()).contains(name)) {
            return;
        }
        var ends = ends(List.of(name));
        var from = new HashMap<TopicPartition, Long>();
        ends.keySet().forEach(partition -> from.put(partition, 0L));
        read(from, ends, each);
    }

    private void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                lane.bootstrap(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "client.id",
                "oracle");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            var deadline = System.nanoTime() + READ_LIMIT.toNanos();
            while (from.keySet().stream().anyMatch(partition -> consumer.position(partition) < end(ends, partition))) {
                if (System.nanoTime() > deadline) {
                    throw new ChaosException("committed records of " + from.keySet() + " do not come to their ends "
                            + ends + " within " + READ_LIMIT.toSeconds() + " s");
                }
                for (var record : consumer.poll(POLL)) {
                    if (record.offset() < end(ends, new TopicPartition(record.topic(), record.partition()))) {
                        each.accept(record);
                    }
                }
            }
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }
}

package io.watchllm.chaos.stage;

import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.core.OffsetMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of a scenario and the consumer group that reads it, as the broker sees them. */
public final class Group {
    private static final Duration SESSION = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final Duration STRANGER_POLL = Duration.ofMillis(50);

    private final Admin admin;
    private final String bootstrap;
    private final String topic;
    private final String name;
    private final int partitions;

    Group(Engines engines, String topic, String name, int partitions) {
        this.admin = engines.admin();
        this.bootstrap = engines.bootstrap();
        this.topic = topic;
        this.name = name;
        this.partitions = partitions;
    }

    /** Name of the group. */
    public String name() {
        return name;
    }

    String topic() {
        return topic;
    }

    /** Gives the group short sessions, so that the death of a sink is soon noticed. */
    void configure() {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, name);
        var changes = Map.of(
                        "consumer.session.timeout.ms", SESSION,
                        "consumer.heartbeat.interval.ms", HEARTBEAT)
                .entrySet()
                .stream()
                .map(entry -> new AlterConfigOp(
                        new ConfigEntry(
                                entry.getKey(), Long.toString(entry.getValue().toMillis())),
                        AlterConfigOp.OpType.SET))
                .toList();
        get(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
    }

    /** How long a member may be silent. */
    public Duration session() {
        return SESSION;
    }

    void createTopic() {
        create(new NewTopic(topic, partitions, (short) 1), Map.of());
    }

    private void create(NewTopic wanted, Map<String, String> settings) {
        var all = new HashMap<>(Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", "8388608"));
        all.putAll(settings);
        get(admin.createTopics(List.of(wanted.configs(all))).all());
    }

    /** Deletes the topic and makes it again: same name, another id. */
    public void recreateTopic() {
        deleteTopic();
        createTopic();
    }

    /** As {@link #recreateTopic()}, with each partition on all of these brokers. */
    void recreateTopic(List<Integer> brokers, Map<String, String> settings) {
        deleteTopic();
        var replicas = all().stream().collect(Collectors.toMap(TopicPartition::partition, partition -> brokers));
        create(new NewTopic(topic, replicas), settings);
    }

    void deleteTopic() {
        get(admin.deleteTopics(List.of(topic)).all());
        Wait.until(
                "topic " + topic + " is gone",
                () -> !get(admin.listTopics().names()).contains(topic));
    }

    private List<TopicPartition> all() {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** True when everything in the topic is committed and no range is open. */
    public boolean drained() {
        var ends = ends();
        var commits = commits();
        return all().stream().allMatch(partition -> {
            var commit = commits.get(partition);
            var end = Objects.requireNonNull(ends.get(partition));
            if (commit == null) {
                return end == 0;
            }
            var metadata = OffsetMetadata.parse(commit.metadata());
            return commit.offset() == end && metadata != null && metadata.open() == null;
        });
    }

    /** The ranges that commits leave open, by partition. */
    public Map<Integer, Intent> openRanges() {
        var open = new HashMap<Integer, Intent>();
        commits().forEach((partition, commit) -> {
            var metadata = OffsetMetadata.parse(commit.metadata());
            if (metadata != null && metadata.open() != null) {
                open.put(partition.partition(), metadata.open());
            }
        });
        return open;
    }

    /** The committed offset of a partition. */
    public long committed(int partition) {
        return Objects.requireNonNull(commits().get(new TopicPartition(topic, partition)), "nothing is committed")
                .offset();
    }

    /** Waits until nobody is in the group any more. */
    void awaitEmpty() {
        Wait.until("the group has no members", () -> members() == 0);
    }

    /** Members of the group. */
    public int members() {
        try {
            return get(admin.describeConsumerGroups(List.of(name)).all()).values().stream()
                    .mapToInt(found -> found.members().size())
                    .sum();
        } catch (ChaosException refused) {
            if (refused.getCause() instanceof ExecutionException failure
                    && failure.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw refused;
        }
    }

    /** What {@code kafka-consumer-groups --delete} does, once the group is empty. */
    public void delete() {
        awaitEmpty();
        get(admin.deleteConsumerGroups(List.of(name)).all());
    }

    /** What the broker does with offsets that nobody has touched for long: it forgets them, once the group is empty. */
    public void forgetOffsets(Set<Integer> which) {
        awaitEmpty();
        var forgotten = which.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toSet());
        get(admin.deleteConsumerGroupOffsets(name, forgotten).all());
    }

    /** What retention does: the log begins at this offset from now on. */
    public void deleteRecords(int partition, long before) {
        get(admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all());
    }

    /** Opens a transaction with a record in each partition. */
    public OpenTransaction openTransaction() {
        return new OpenTransaction(admin, bootstrap, all());
    }

    /** Where each partition ends. */
    public Map<TopicPartition, Long> ends() {
        var latest = all().stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        var ends = new HashMap<TopicPartition, Long>();
        get(admin.listOffsets(latest).all()).forEach((partition, found) -> ends.put(partition, found.offset()));
        return ends;
    }

    private Map<TopicPartition, OffsetAndMetadata> commits() {
        return get(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata());
    }

    /** Commits and records, for a message. */
    String describe() {
        return "commits " + new ArrayList<>(commits().entrySet()) + ", ends " + ends();
    }

    /** What an operator does: sets the offset of each partition; the group must have no members. */
    public void reset(Map<Integer, Long> offsets) {
        var wanted = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets.forEach(
                (partition, offset) -> wanted.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)));
        Wait.until("the group has no members", () -> {
            try {
                admin.alterConsumerGroupOffsets(name, wanted).all().get();
                return true;
            } catch (ExecutionException stillThere) {
                return false;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ChaosException("interrupted", interrupted);
            }
        });
    }

    /** A stranger joins the group, takes partitions from the sink for a while, and leaves; it commits nothing. */
    public void disturb(Duration stay) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.GROUP_ID_CONFIG,
                name,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "consumer",
                ConsumerConfig.CLIENT_ID_CONFIG,
                "chaos-stranger",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (var stranger = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            stranger.subscribe(List.of(topic));
            Wait.until("the stranger has partitions", () -> {
                var _ = stranger.poll(STRANGER_POLL);
                return !stranger.assignment().isEmpty();
            });
            var end = System.nanoTime() + stay.toNanos();
            while (System.nanoTime() < end) {
                var _ = stranger.poll(STRANGER_POLL);
            }
        }
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
}

package io.watchllm.chaos.stage;

import io.watchllm.localstack.LocalKafka;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Two more brokers, which have the topic of a scenario and nothing else: groups and the quorum stay with the first one.
 * A record is taken as soon as one of the two has it, and whichever is there leads, in sync or not.
 */
public final class Replicas implements AutoCloseable {
    private static final List<Integer> NODES = List.of(2, 3);

    private final Admin admin;
    private final Group group;
    private final Map<Integer, LocalKafka> brokers = new TreeMap<>();
    private int leader = NODES.getFirst();
    private int follower = NODES.getLast();

    Replicas(Engines engines, Group group) {
        this.admin = engines.admin();
        this.group = group;
        try {
            NODES.forEach(node -> brokers.put(
                    node,
                    LocalKafka.builder().joining(engines.stack().kafka(), node).start()));
            group.recreateTopic(NODES, Map.of("unclean.leader.election.enable", "true", "min.insync.replicas", "1"));
            awaitInSync();
        } catch (RuntimeException failure) {
            brokers.values().forEach(LocalKafka::close);
            throw failure;
        }
    }

    /** kill -9 of the one that follows; returns when the one that leads writes alone. */
    public void killFollower() {
        broker(follower).kill();
        await("one broker is in sync", partition -> partition.isr().size() == 1 && leads(partition, leader));
    }

    /**
     * kill -9 of the one that leads, and a start of the one that was killed before, which lacks what came since;
     * returns when it leads.
     */
    public void electUnclean() {
        broker(leader).kill();
        broker(follower).restart();
        await("a broker leads that was not in sync", partition -> leads(partition, follower));
        var led = leader;
        leader = follower;
        follower = led;
    }

    /** Starts the one that was killed; returns when it has what the one that leads has, and nothing else. */
    public void restartFollower() {
        broker(follower).restart();
        awaitInSync();
    }

    private LocalKafka broker(int node) {
        return Objects.requireNonNull(brokers.get(node));
    }

    private void awaitInSync() {
        await(
                "both brokers are in sync",
                partition -> leads(partition, leader) && partition.isr().size() == NODES.size());
    }

    private static boolean leads(TopicPartitionInfo partition, int node) {
        Node found = partition.leader();
        return found != null && found.id() == node;
    }

    private void await(String what, Predicate<TopicPartitionInfo> each) {
        Wait.until(what, () -> {
            try {
                return Group.get(admin.describeTopics(List.of(group.topic())).allTopicNames()).values().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .allMatch(each);
            } catch (ChaosException refused) {
                if (refused.getCause() instanceof ExecutionException failure
                        && failure.getCause() instanceof UnknownTopicOrPartitionException) {
                    // A broker that has only just joined knows of the topic a moment later.
                    return false;
                }
                throw refused;
            }
        });
    }

    /** Deletes the topic, and stops both for good. */
    @Override
    public void close() {
        try {
            group.deleteTopic();
        } finally {
            brokers.values().forEach(LocalKafka::close);
        }
        NODES.forEach(node -> Group.get(admin.unregisterBroker(node).all()));
    }
}

package io.watchllm.bench.stack;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Waits for the moment when a group's consumers have their partitions: what comes before it is joining, and is the same
 * for one row and for a billion.
 */
public final class GroupWatch {
    private static final Duration POLL = Duration.ofMillis(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Admin admin;

    public GroupWatch(Admin admin) {
        this.admin = admin;
    }

    /**
     * Returns when all partitions are assigned, to this many consumers.
     *
     * @throws IllegalStateException when that takes longer than a minute
     */
    public void awaitAssigned(String group, int partitions, int consumers) {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (!assigned(group, partitions, consumers)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("group " + group + " did not get its " + partitions
                        + " partitions within " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean assigned(String group, int partitions, int consumers) {
        try {
            var found = admin.describeConsumerGroups(List.of(group)).all().get().get(group);
            return found != null && found.members().size() == consumers && assignedPartitions(found) == partitions;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw new IllegalStateException("Kafka does not describe group " + group, failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for group " + group, interrupted);
        }
    }

    private static int assignedPartitions(ConsumerGroupDescription group) {
        return group.members().stream()
                .mapToInt(member -> member.assignment().topicPartitions().size())
                .sum();
    }
}

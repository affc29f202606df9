package io.watchllm.notifier.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queue of alerts waiting for delivery to one target: rate limit, digests, retries. Each project has a
 * {@link ProjectQueue} with its own limit; among those that may send, the one whose alert has waited longest goes
 * first. A failed message stays next, so that its id is the same at each attempt, until it is accepted or one of its
 * alerts is too old. Offsets may be committed up to the first alert still in the queue. Not thread-safe.
 */
public final class DeliveryQueue {
    /**
     * Maximum number of projects with their own limit; further ones share one, so that made-up projects don't raise it.
     */
    static final int PROJECTS_MAX = 100;

    /** Bytes of waiting records above which the queue accepts no more. */
    static final long BYTES_MAX = 16L << 20;

    /** Queue of the shared limit; no project has this id. */
    private static final String OTHER_PROJECTS = "";

    private final DeliveryPolicy rules;
    private final Map<String, ProjectQueue> queues = new LinkedHashMap<>();
    /** Offset after the last record seen, by partition. */
    private final Map<Integer, Long> seen = new HashMap<>();

    private int size;
    private long bytes;
    /** The message being sent; empty for none. */
    private List<Pending> current = List.of();

    private int failures;
    private @Nullable Instant retryAt;

    public DeliveryQueue(DeliveryPolicy rules) {
        this.rules = rules;
    }

    /**
     * Consequence of a failed attempt.
     *
     * @param giveUp alerts to record as undelivered and then {@link #drop}; empty when all are retried
     * @param why reason, for messages
     */
    public record Failure(List<Pending> giveUp, String why) {}

    /** Whether it accepts more alerts. */
    public boolean hasRoom() {
        return size < rules.pendingMax() && bytes < BYTES_MAX;
    }

    /** Number of waiting alerts. */
    public int size() {
        return size;
    }

    /** Consecutive failures; 0 after a success. */
    public int failures() {
        return failures;
    }

    /** Sets the start offset of a partition. */
    public void begin(int partition, long offset) {
        seen.put(partition, offset);
    }

    /** Notes that a record was read, whatever happens to it. */
    public void saw(Pending.Position position) {
        seen.merge(position.partition(), position.offset() + 1, Math::max);
    }

    /** Adds an alert for the target. */
    public void offer(Pending alert) {
        saw(alert.position());
        var project = alert.alert().getProjectId();
        queues.computeIfAbsent(queueOf(project), fresh -> new ProjectQueue(rules))
                .add(alert);
        size++;
        bytes += alert.raw().length;
    }

    /** A project stays in one queue while it has alerts there, so that they are sent in order. */
    private String queueOf(String project) {
        var shared = queues.get(OTHER_PROJECTS);
        if (shared != null
                && shared.alerts().anyMatch(each -> each.alert().getProjectId().equals(project))) {
            return OTHER_PROJECTS;
        }
        return queues.containsKey(project) || queues.size() < PROJECTS_MAX ? project : OTHER_PROJECTS;
    }

    /** Per partition, the first offset that must be read again after a restart. */
    public Map<Integer, Long> committable() {
        var offsets = new HashMap<>(seen);
        pending()
                .forEach(each -> offsets.merge(
                        each.position().partition(), each.position().offset(), Math::min));
        return offsets;
    }

    /** Drops a partition that another process has taken over. */
    public void forget(int partition) {
        seen.remove(partition);
        remove(pending()
                .filter(each -> each.position().partition() == partition)
                .toList());
    }

    /**
     * The next action. Alerts made obsolete by a later waiting one of the same project, rule and group are removed and
     * passed to {@code superseded}.
     */
    public Step next(Instant now, Collection<? super Pending> superseded) {
        queues.values().removeIf(queue -> queue.isOver(now));
        if (size == 0) {
            return new Step.Idle();
        }
        if (retryAt != null && now.isBefore(retryAt)) {
            return new Step.Wait(retryAt);
        }
        if (current.isEmpty() && choose(now, superseded) instanceof ProjectQueue.Full(var until)) {
            return new Step.Wait(until);
        }
        return new Step.Send(new Message(current.stream().map(Pending::alert).toList()));
    }

    /**
     * Makes the next message the current one; full when no project may send, with the earliest time at which one may.
     */
    private ProjectQueue.Turn choose(Instant now, Collection<? super Pending> superseded) {
        var waiting = queues.values().stream()
                .filter(queue -> !queue.isEmpty())
                .sorted(Comparator.comparing(ProjectQueue::oldest))
                .toList();
        var until = Instant.MAX;
        for (var queue : waiting) {
            var replaced = new ArrayList<Pending>();
            var turn = queue.next(now, replaced);
            uncount(replaced);
            superseded.addAll(replaced);
            switch (turn) {
                case ProjectQueue.Full(var end) -> until = end.isBefore(until) ? end : until;
                case ProjectQueue.Ready(var alerts) -> {
                    current = alerts;
                    return turn;
                }
            }
        }
        return new ProjectQueue.Full(until);
    }

    /** Marks the message as accepted; returns its alerts. */
    public List<Pending> delivered() {
        var done = current;
        answered(done);
        remove(done);
        return done;
    }

    /**
     * Handles a failed attempt.
     *
     * @param drawn random number from 0 (inclusive) to 1 (exclusive), for the pause
     */
    public Failure failed(Outcome outcome, Instant now, double drawn) {
        failures++;
        var pause = rules.retry().pause(failures, drawn);
        var longest = rules.retry().giveUpAfter();
        return switch (outcome) {
            case Outcome.Delivered delivered -> throw new IllegalArgumentException("a success is no failure");
            case Outcome.Refused(var why) -> {
                retryAt = now.plus(pause);
                yield new Failure(current, why);
            }
            case Outcome.Failed(var why, var retryAfter) -> {
                var asked = retryAfter == null || retryAfter.compareTo(pause) < 0 ? pause : retryAfter;
                retryAt = now.plus(asked.compareTo(longest) > 0 ? longest : asked);
                // One attempt stands for all: none of them would succeed at this moment.
                yield new Failure(
                        pending()
                                .filter(each -> !each.arrived().plus(longest).isAfter(now))
                                .toList(),
                        why);
            }
        };
    }

    /** Removes what {@link #failed} gave up, once it is recorded as undelivered. */
    public void drop(Failure failure, Outcome outcome) {
        if (outcome instanceof Outcome.Refused) {
            // The target answers: the next message need not wait, but this one counts towards the rate limit.
            answered(failure.giveUp());
        }
        remove(failure.giveUp());
    }

    private void answered(List<Pending> message) {
        var positions = positions(message);
        queues.values().stream()
                .filter(queue -> queue.alerts().anyMatch(each -> positions.contains(each.position())))
                .forEach(ProjectQueue::count);
        failures = 0;
        retryAt = null;
    }

    private void remove(List<Pending> done) {
        var positions = positions(done);
        queues.values().forEach(queue -> queue.remove(positions));
        uncount(done);
        current = List.of();
    }

    private void uncount(List<Pending> gone) {
        size -= gone.size();
        gone.forEach(each -> bytes -= each.raw().length);
    }

    private Stream<Pending> pending() {
        return queues.values().stream().flatMap(ProjectQueue::alerts);
    }

    private static Set<Pending.Position> positions(List<Pending> alerts) {
        return alerts.stream().map(Pending::position).collect(Collectors.toSet());
    }

    /** Next action of a delivery queue. */
    public sealed interface Step {

        /** Send this message now. */
        record Send(Message message) implements Step {}

        /** Do nothing before this time. */
        record Wait(Instant until) implements Step {}

        /** Do nothing until an alert arrives. */
        record Idle() implements Step {}
    }
}

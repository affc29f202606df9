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
 * The alerts that one target is still to be told, and when. Each project has a {@link ProjectQueue} with a limit of its
 * own; of several that may send, the one whose alert has waited longest is first. A message that failed stays the next
 * one, so that its id is the same at each attempt, until it is taken or one of its alerts is too old. Offsets may be
 * committed up to the first alert that is still here. For one thread.
 */
public final class DeliveryQueue {
    /** Most projects with a limit of their own; those beyond share one, so that made-up projects don't lift it. */
    static final int PROJECTS_MAX = 100;

    /** Bytes of waiting records from which on no more are offered. */
    static final long BYTES_MAX = 16L << 20;

    /** No project has this id. */
    private static final String OTHER_PROJECTS = "";

    private final DeliveryPolicy rules;
    private final Map<String, ProjectQueue> queues = new LinkedHashMap<>();
    /** Behind the last record that was seen, by partition. */
    private final Map<Integer, Long> seen = new HashMap<>();

    private int size;
    private long bytes;
    /** The message under way; empty when none is. */
    private List<Pending> current = List.of();

    private int failures;
    private @Nullable Instant retryAt;

    public DeliveryQueue(DeliveryPolicy rules) {
        this.rules = rules;
    }

    /**
     * What follows from an attempt that failed.
     *
     * @param giveUp alerts that are to be written down as undelivered, and then {@link #drop dropped}; empty when all
     *     are tried again
     * @param why for a person
     */
    public record Failure(List<Pending> giveUp, String why) {}

    /** Whether it may be offered more. */
    public boolean hasRoom() {
        return size < rules.pendingMax() && bytes < BYTES_MAX;
    }

    /** How many alerts wait. */
    public int size() {
        return size;
    }

    /** Failures in a row; 0 after a success. */
    public int failures() {
        return failures;
    }

    /** Reading of a partition begins here. */
    public void begin(int partition, long offset) {
        seen.put(partition, offset);
    }

    /** A record was read, whatever becomes of it. */
    public void saw(Place place) {
        seen.merge(place.partition(), place.offset() + 1, Math::max);
    }

    /** An alert that the target is to be told. */
    public void offer(Pending alert) {
        saw(alert.place());
        var project = alert.alert().getProjectId();
        queues.computeIfAbsent(queueOf(project), fresh -> new ProjectQueue(rules))
                .add(alert);
        size++;
        bytes += alert.raw().length;
    }

    /** A project stays in one queue while it has alerts there, so that they are told in order. */
    private String queueOf(String project) {
        var shared = queues.get(OTHER_PROJECTS);
        if (shared != null
                && shared.alerts().anyMatch(each -> each.alert().getProjectId().equals(project))) {
            return OTHER_PROJECTS;
        }
        return queues.containsKey(project) || queues.size() < PROJECTS_MAX ? project : OTHER_PROJECTS;
    }

    /** Up to where each partition is done with: its first offset that has to be read again after a restart. */
    public Map<Integer, Long> committable() {
        var offsets = new HashMap<>(seen);
        pending()
                .forEach(each ->
                        offsets.merge(each.place().partition(), each.place().offset(), Math::min));
        return offsets;
    }

    /** Another process has the partition now. */
    public void forget(int partition) {
        seen.remove(partition);
        remove(pending().filter(each -> each.place().partition() == partition).toList());
    }

    /**
     * What is to be done now. Alerts that stand for nothing any more, since a later one of the same project, rule and
     * group waits too, are taken out and handed to {@code superseded}.
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

    /** Makes the next message the current one; full when no project may send, with the first time at which one may. */
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

    /** The message was taken; gives its alerts. */
    public List<Pending> delivered() {
        var done = current;
        answered(done);
        remove(done);
        return done;
    }

    /**
     * The message was not taken.
     *
     * @param drawn from 0 up to below 1, for the pause
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
                // One attempt tells for all: none of them would fare better at this moment.
                yield new Failure(
                        pending()
                                .filter(each -> !each.arrived().plus(longest).isAfter(now))
                                .toList(),
                        why);
            }
        };
    }

    /** What {@link #failed} gave up is written down. */
    public void drop(Failure failure, Outcome outcome) {
        if (outcome instanceof Outcome.Refused) {
            // The target answers: the next message need not wait, but this one counts as told.
            answered(failure.giveUp());
        }
        remove(failure.giveUp());
    }

    private void answered(List<Pending> message) {
        var places = places(message);
        queues.values().stream()
                .filter(queue -> queue.alerts().anyMatch(each -> places.contains(each.place())))
                .forEach(ProjectQueue::count);
        failures = 0;
        retryAt = null;
    }

    private void remove(List<Pending> done) {
        var places = places(done);
        queues.values().forEach(queue -> queue.remove(places));
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

    private static Set<Place> places(List<Pending> alerts) {
        return alerts.stream().map(Pending::place).collect(Collectors.toSet());
    }
}

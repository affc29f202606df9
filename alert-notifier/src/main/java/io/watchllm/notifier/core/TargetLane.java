package io.watchllm.notifier.core;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that one target is still to be told, in order, and when. Up to the limit each is a message of its own;
 * what is left when an interval ends is one digest in the next. A message that failed stays the next one, so that its
 * id is the same at each attempt, until it is taken or one of its alerts is too old. Offsets may be committed up to the
 * first alert that is still here. For one thread.
 */
public final class TargetLane {
    private final LaneRules rules;
    private final Deque<Pending> pending = new ArrayDeque<>();
    /** Behind the last record that was seen, by partition. */
    private final Map<Integer, Long> seen = new HashMap<>();

    private @Nullable Instant intervalStart;
    private int sent;
    /** Whether alerts had to wait for the interval to end. */
    private boolean over;
    /** How many of the first alerts belong into a digest. */
    private int due;
    /** How many of the first alerts make the message under way; 0 when none is. */
    private int current;

    private int failures;
    private @Nullable Instant retryAt;

    public TargetLane(LaneRules rules) {
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
        return pending.size() < rules.pendingMax();
    }

    /** How many alerts wait. */
    public int size() {
        return pending.size();
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
        pending.addLast(alert);
    }

    /** Up to where each partition is done with: its first offset that has to be read again after a restart. */
    public Map<Integer, Long> committable() {
        var offsets = new HashMap<>(seen);
        for (var each : pending) {
            offsets.merge(each.place().partition(), each.place().offset(), Math::min);
        }
        return offsets;
    }

    /** Another process has the partition now. */
    public void forget(int partition) {
        seen.remove(partition);
        pending.removeIf(each -> each.place().partition() == partition);
        current = 0;
        due = Math.min(due, pending.size());
    }

    /**
     * What is to be done now. Alerts that stand for nothing any more, since a later one of the same rule and group
     * waits too, are taken out and handed to {@code superseded}.
     */
    public Step next(Instant now, List<? super Pending> superseded) {
        if (pending.isEmpty()) {
            return new Step.Idle();
        }
        if (retryAt != null && now.isBefore(retryAt)) {
            return new Step.Wait(retryAt);
        }
        if (current == 0) {
            var end = interval(now);
            if (due > 0 && !rules.digests()) {
                superseded.addAll(collapse());
            }
            if (due == 0 && sent >= rules.rate().messages()) {
                over = true;
                return new Step.Wait(end);
            }
            current = Math.max(1, due);
        }
        return new Step.Send(
                new Message(first(current).stream().map(Pending::alert).toList()));
    }

    /** Begins a new interval when the present one is over; gives its end. */
    private Instant interval(Instant now) {
        if (intervalStart == null
                || !now.isBefore(intervalStart.plus(rules.rate().per()))) {
            intervalStart = now;
            sent = 0;
            due = over ? pending.size() : 0;
            over = false;
        }
        return intervalStart.plus(rules.rate().per());
    }

    /** Takes out what a later alert of the same rule and group stands for. */
    private List<Pending> collapse() {
        var later = new HashSet<String>();
        var removed = new ArrayList<Pending>();
        for (Iterator<Pending> each = pending.descendingIterator(); each.hasNext(); ) {
            var alert = each.next();
            if (!later.add(AlertFields.ruleAndGroup(alert.alert()))) {
                each.remove();
                removed.addFirst(alert);
            }
        }
        due = 0;
        return removed;
    }

    /** The message was taken; gives its alerts. */
    public List<Pending> delivered() {
        var done = first(current);
        sent++;
        failures = 0;
        retryAt = null;
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
                yield new Failure(first(current), why);
            }
            case Outcome.Failed(var why, var retryAfter) -> {
                var asked = retryAfter == null || retryAfter.compareTo(pause) < 0 ? pause : retryAfter;
                retryAt = now.plus(asked.compareTo(longest) > 0 ? longest : asked);
                // One attempt tells for all: none of them would fare better at this moment.
                yield new Failure(
                        pending.stream()
                                .filter(each -> !each.arrived().plus(longest).isAfter(now))
                                .toList(),
                        why);
            }
        };
    }

    /** What {@link #failed} gave up is written down. */
    public void drop(Failure failure, Outcome outcome) {
        if (outcome instanceof Outcome.Refused) {
            // The target answers: the next message need not wait, but counts as told.
            sent++;
            failures = 0;
            retryAt = null;
        }
        remove(failure.giveUp());
    }

    private void remove(List<Pending> done) {
        var gone = done.stream().map(Pending::place).collect(Collectors.toSet());
        due -= (int)
                first(due).stream().filter(each -> gone.contains(each.place())).count();
        pending.removeIf(each -> gone.contains(each.place()));
        current = 0;
    }

    private List<Pending> first(int count) {
        return pending.stream().limit(count).toList();
    }
}

package io.watchllm.notifier.core;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Alerts of one project waiting for one target, in order, with the project's own rate limit. Up to the limit each is a
 * separate message; those left when an interval ends become one digest in the next or, where the target takes none, the
 * last alert of each incident. Not thread-safe.
 */
final class ProjectQueue {
    private final DeliveryPolicy rules;
    private final Deque<Pending> pending = new ArrayDeque<>();

    private @Nullable Instant intervalStart;
    private int sent;
    /** Whether alerts had to wait for the interval to end. */
    private boolean over;
    /** Number of alerts at the head that belong in a digest. */
    private int due;

    ProjectQueue(DeliveryPolicy rules) {
        this.rules = rules;
    }

    /** What the queue offers its target. */
    sealed interface Turn {}

    /** Send these alerts as one message now. */
    record Ready(List<Pending> alerts) implements Turn {}

    /** The limit is reached: nothing before this time. */
    record Full(Instant until) implements Turn {}

    void add(Pending alert) {
        pending.addLast(alert);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Whether it has no state to keep. */
    boolean isOver(Instant now) {
        return pending.isEmpty()
                && (intervalStart == null
                        || !now.isBefore(intervalStart.plus(rules.rate().per())));
    }

    Stream<Pending> alerts() {
        return pending.stream();
    }

    /** Arrival of its first alert; the queue must not be empty. */
    Instant oldest() {
        return pending.getFirst().arrived();
    }

    /**
     * The next message; the queue must not be empty. Alerts made obsolete by a later one of the same incident are
     * removed and passed to {@code superseded}.
     */
    Turn next(Instant now, Collection<? super Pending> superseded) {
        var end = interval(now);
        if (due > 0 && !rules.digests()) {
            superseded.addAll(collapse());
        }
        if (due == 0 && sent >= rules.rate().messages()) {
            over = true;
            return new Full(end);
        }
        return new Ready(first(Math.max(1, due)));
    }

    /** Counts a message that was accepted or permanently rejected towards the limit. */
    void count() {
        sent++;
    }

    /** Removes finished alerts; ignores those of other queues. */
    void remove(Set<Pending.Position> done) {
        due -= (int) first(due).stream()
                .filter(each -> done.contains(each.position()))
                .count();
        pending.removeIf(each -> done.contains(each.position()));
    }

    /** Starts a new interval when the current one is over; returns its end. */
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

    /** Removes alerts made obsolete by a later one of the same incident. */
    private List<Pending> collapse() {
        var later = new HashSet<String>();
        var removed = new ArrayList<Pending>();
        for (Iterator<Pending> each = pending.descendingIterator(); each.hasNext(); ) {
            var alert = each.next();
            if (!later.add(AlertId.incident(alert.alert()))) {
                each.remove();
                removed.addFirst(alert);
            }
        }
        due = 0;
        return removed;
    }

    private List<Pending> first(int count) {
        return pending.stream().limit(count).collect(Collectors.toUnmodifiableList());
    }
}

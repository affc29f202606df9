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
 * Alerts of one project that wait for one target, in order, with the project's own limit. Up to the limit each is a
 * message of its own; what is left when an interval ends is one digest in the next, or, where the target takes none,
 * the last alert of each incident. For one thread.
 */
final class ProjectQueue {
    private final DeliveryPolicy rules;
    private final Deque<Pending> pending = new ArrayDeque<>();

    private @Nullable Instant intervalStart;
    private int sent;
    /** Whether alerts had to wait for the interval to end. */
    private boolean over;
    /** How many of the first alerts belong into a digest. */
    private int due;

    ProjectQueue(DeliveryPolicy rules) {
        this.rules = rules;
    }

    /** What the queue has for its target. */
    sealed interface Turn {}

    /** These alerts as one message, now. */
    record Ready(List<Pending> alerts) implements Turn {}

    /** Nothing before this time: the limit is reached. */
    record Full(Instant until) implements Turn {}

    void add(Pending alert) {
        pending.addLast(alert);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Whether nothing of it has to be remembered. */
    boolean isOver(Instant now) {
        return pending.isEmpty()
                && (intervalStart == null
                        || !now.isBefore(intervalStart.plus(rules.rate().per())));
    }

    Stream<Pending> alerts() {
        return pending.stream();
    }

    /** When its first alert came; it must have one. */
    Instant oldest() {
        return pending.getFirst().arrived();
    }

    /**
     * The next message; the queue must hold something. Alerts for which a later one of the same incident stands are
     * taken out and handed to {@code superseded}.
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

    /** A message was told, or refused for good: it counts towards the limit. */
    void count() {
        sent++;
    }

    /** These are done with; others than its own are passed over. */
    void remove(Set<Place> done) {
        due -= (int)
                first(due).stream().filter(each -> done.contains(each.place())).count();
        pending.removeIf(each -> done.contains(each.place()));
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

    /** Takes out what a later alert of the same incident stands for. */
    private List<Pending> collapse() {
        var later = new HashSet<String>();
        var removed = new ArrayList<Pending>();
        for (Iterator<Pending> each = pending.descendingIterator(); each.hasNext(); ) {
            var alert = each.next();
            if (!later.add(AlertKeys.incident(alert.alert()))) {
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

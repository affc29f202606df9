package io.watchllm.alerting.model;

import io.watchllm.alerting.snapshot.EventSnapshot;
import java.util.Comparator;

/**
 * Identity of an event within its project. An event id alone names an event only within its run.
 *
 * @param runId run of the event; empty for {@link #NONE}
 * @param eventId id of the event; empty for {@link #NONE}
 */
public record EventRef(String runId, String eventId) implements Comparable<EventRef> {

    /** No event. */
    public static final EventRef NONE = new EventRef("", "");

    private static final Comparator<EventRef> ORDER =
            Comparator.comparing(EventRef::eventId).thenComparing(EventRef::runId);

    /** Whether this is {@link #NONE}: ids of events are never empty. */
    public boolean isNone() {
        return eventId.isEmpty();
    }

    @Override
    public int compareTo(EventRef other) {
        return ORDER.compare(this, other);
    }

    /** The snapshot of the reference. */
    public EventSnapshot snapshot() {
        return new EventSnapshot(runId, eventId);
    }

    /** Restores a reference. */
    public static EventRef of(EventSnapshot from) {
        return new EventRef(from.getRunId(), from.getEventId());
    }
}

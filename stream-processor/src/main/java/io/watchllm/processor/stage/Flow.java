package io.watchllm.processor.stage;

import io.watchllm.events.Event;
import io.watchllm.processor.core.Rejection;
import org.jspecify.annotations.Nullable;

/** What goes from stage to stage. Each keeps the raw value, so that any stage can refuse the record as it was. */
// Compared by nobody: a value lives from one stage to the next.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Flow {

    /** On its way to the rows. */
    record Accepted(byte[] raw, Event event) implements Flow {}

    /**
     * On its way to the dead letters.
     *
     * @param project project of the event, for the metrics; null when the event could not be read
     */
    record Refused(
            byte @Nullable [] raw,
            Rejection rejection,
            @Nullable String project) implements Flow {

        /** A record that is no event. */
        Refused(byte @Nullable [] raw, Rejection rejection) {
            this(raw, rejection, null);
        }

        /** An event. */
        Refused(Accepted accepted, Rejection rejection) {
            this(accepted.raw(), rejection, accepted.event().getProjectId());
        }
    }
}

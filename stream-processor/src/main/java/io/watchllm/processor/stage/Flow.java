package io.watchllm.processor.stage;

import io.watchllm.events.Event;
import io.watchllm.processor.core.Rejection;
import org.jspecify.annotations.Nullable;

/** What goes from stage to stage. Each keeps the raw value, so that any stage can refuse the record as it was. */
// Compared by nobody: a value lives from one stage to the next.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Flow {

    /**
     * On its way to the rows.
     *
     * @param redacted whether something was taken out of the event
     */
    record Accepted(byte[] raw, Event event, boolean redacted) implements Flow {

        /** An event as it came. */
        public Accepted(byte[] raw, Event event) {
            this(raw, event, false);
        }
    }

    /** On its way to the dead letters. */
    record Refused(byte @Nullable [] raw, Rejection rejection) implements Flow {}
}

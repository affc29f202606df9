package io.watchllm.processor.stage;

import io.watchllm.events.Event;
import io.watchllm.processor.core.EventReading;
import io.watchllm.processor.core.Rejection;
import io.watchllm.processor.core.price.Pricing;
import io.watchllm.processor.write.Output;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes from stage to stage. Each keeps the raw value, so that any stage can refuse the record as it was. */
// Compared by nobody: a value lives from one stage to the next.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Flow {

    /**
     * On its way to the rows.
     *
     * @param read what was read of the raw value
     * @param event the same, or what was left of it when something was taken out
     * @param pricing what a prompt call came to; null before it is priced, and for all other events
     */
    record Accepted(
            byte[] raw,
            EventReading.Read read,
            Event event,
            @Nullable Pricing pricing) implements Flow {

        /** An event as it came. */
        public Accepted(byte[] raw, EventReading.Read read) {
            this(raw, read, read.event(), null);
        }

        Accepted with(Pricing found) {
            return new Accepted(raw, read, event, found);
        }

        Accepted redacted(Event changed) {
            return new Accepted(raw, read, changed, pricing);
        }

        /** Whether something was taken out of the event. */
        // The same object says that nothing was; to compare the texts would take long.
        @SuppressWarnings("ReferenceEquality")
        boolean redacted() {
            return event != read.event();
        }
    }

    /**
     * Split into rows, on its way to their topics.
     *
     * @param content mark of the event as it came
     * @param pricing what a prompt call came to; null for all other events
     * @param key of each of them
     */
    record Split(
            byte[] raw, Event event, long content, @Nullable Pricing pricing, byte[] key, List<EncodedRow> rows)
            implements Flow {}

    /** A row as it is written, and where to. */
    record EncodedRow(Output output, byte[] bytes) {}

    /**
     * On its way to the dead letters.
     *
     * @param event what was read of it; null when it is no event
     */
    record Refused(
            byte @Nullable [] raw,
            Rejection rejection,
            @Nullable Event event) implements Flow {

        /** A record that is no event. */
        Refused(byte @Nullable [] raw, Rejection rejection) {
            this(raw, rejection, null);
        }

        /** An event. */
        Refused(Accepted accepted, Rejection rejection) {
            this(accepted.raw(), rejection, accepted.event());
        }

        /** The project that the event says it is of; null when it is no event. */
        @Nullable
        String project() {
            return event == null ? null : event.getProjectId();
        }
    }
}

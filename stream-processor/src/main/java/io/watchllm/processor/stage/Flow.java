package io.watchllm.processor.stage;

import io.watchllm.events.Event;
import io.watchllm.pricing.Pricing;
import io.watchllm.processor.write.Output;
import io.watchllm.validation.EventReading;
import io.watchllm.validation.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values passed between stages. Each keeps the raw value, so that any stage can reject the record unchanged. */
// Never compared: a value lives from one stage to the next.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Flow {

    /**
     * An accepted event on its way to the rows.
     *
     * @param read the decoded raw value
     * @param event the same event, or its redacted form
     * @param pricing cost of a prompt call; null before pricing and for all other events
     */
    record Accepted(
            byte[] raw,
            EventReading.Read read,
            Event event,
            @Nullable Pricing pricing) implements Flow {

        /** An event before redaction and pricing. */
        public Accepted(byte[] raw, EventReading.Read read) {
            this(raw, read, read.event(), null);
        }

        Accepted with(Pricing found) {
            return new Accepted(raw, read, event, found);
        }

        Accepted redacted(Event changed) {
            return new Accepted(raw, read, changed, pricing);
        }

        /** Whether the event was redacted. */
        // An identical object means unchanged; comparing the texts would be slow.
        @SuppressWarnings("ReferenceEquality")
        boolean redacted() {
            return event != read.event();
        }
    }

    /**
     * An event split into rows, on its way to their topics.
     *
     * @param content fingerprint of the event as received
     * @param pricing cost of a prompt call; null for all other events
     * @param key key of each row
     */
    record Split(
            byte[] raw, Event event, long content, @Nullable Pricing pricing, byte[] key, List<EncodedRow> rows)
            implements Flow {}

    /** An encoded row and its output. */
    record EncodedRow(Output output, byte[] bytes) {}

    /**
     * A rejected record on its way to the dead letters.
     *
     * @param event the decoded event; null when it is not an event
     */
    record Refused(
            byte @Nullable [] raw,
            Rejection rejection,
            @Nullable Event event) implements Flow {

        /** Rejects a record that is not an event. */
        Refused(byte @Nullable [] raw, Rejection rejection) {
            this(raw, rejection, null);
        }

        /** Rejects an event. */
        Refused(Accepted accepted, Rejection rejection) {
            this(accepted.raw(), rejection, accepted.event());
        }

        /** The project that the event names; null when it is not an event. */
        @Nullable
        String project() {
            return event == null ? null : event.getProjectId();
        }
    }
}

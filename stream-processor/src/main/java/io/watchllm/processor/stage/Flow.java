package io.watchllm.processor.stage;

import io.watchllm.events.Event;
import io.watchllm.processor.core.Rejection;
import io.watchllm.processor.core.price.Pricing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes from stage to stage. Each keeps the raw value, so that any stage can refuse the record as it was. */
// Compared by nobody: a value lives from one stage to the next.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Flow {

    /**
     * On its way to the rows.
     *
     * @param pricing what a prompt call came to; null before it is priced, and for all other events
     * @param redacted whether something was taken out of the event
     */
    record Accepted(byte[] raw, Event event, @Nullable Pricing pricing, boolean redacted) implements Flow {

        /** An event as it came. */
        public Accepted(byte[] raw, Event event) {
            this(raw, event, null, false);
        }

        Accepted with(Pricing found) {
            return new Accepted(raw, event, found, redacted);
        }

        Accepted redacted(Event changed) {
            return new Accepted(raw, changed, pricing, true);
        }
    }

    /**
     * Split into rows, on its way to their topics.
     *
     * @param pricing what a prompt call came to; null for all other events
     * @param key of each of them
     */
    record Split(byte[] raw, Event event, @Nullable Pricing pricing, byte[] key, List<EncodedRow> rows)
            implements Flow {}

    /** A row as it is written, and the node of its topic. */
    record EncodedRow(String node, byte[] bytes) {}

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

package io.watchllm.processor.stage;

import io.watchllm.events.Event;
import io.watchllm.processor.core.EventIds;
import io.watchllm.processor.core.SeenIds.Sighting;
import io.watchllm.processor.state.CommitHook;
import io.watchllm.processor.state.EventCountsStore;
import io.watchllm.processor.state.SeenIdsStore;
import io.watchllm.processor.write.LoggedStore;
import io.watchllm.processor.write.OutputGate;
import io.watchllm.schemas.EventCount;
import io.watchllm.validation.Reason;
import io.watchllm.validation.Rejection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Passes the rows of each event once: a duplicate is counted and dropped, a different event with the same id is
 * rejected. This is the last stage before the rows are written, so an event rejected by an earlier stage is not
 * recorded here and may be sent again once fixed.
 */
public final class DeduplicateStage extends ContextualProcessor<byte[], Flow.Split, byte[], Object> {

    private final InstantSource clock;
    private final ProcessorMetrics metrics;
    private final @Nullable String next;
    private final EventIds ids = new EventIds();
    private @Nullable LoggedStore<byte[], byte[]> seen;
    private @Nullable EventCountsStore counts;
    private @Nullable OutputGate gate;

    /**
     * Creates the stage.
     *
     * @param next node that receives stored events, besides the row topics; null for none
     */
    public DeduplicateStage(InstantSource clock, ProcessorMetrics metrics, @Nullable String next) {
        this.next = next;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        seen = SeenIdsStore.logged(context.getStateStore(SeenIdsStore.NAME), metrics.writes());
        counts = EventCountsStore.of(context, CommitHook.EVENTS, metrics.writes());
        gate = new OutputGate(context, metrics.writes());
    }

    @Override
    public void process(Record<byte[], Flow.Split> record) {
        var split = record.value();
        var event = split.event();
        var sighting = new Sighting(split.content(), Arrival.of(record, clock).toEpochMilli());
        var known =
                Objects.requireNonNull(seen).putIfAbsent(SeenIdsStore.key(ids.of(event)), SeenIdsStore.value(sighting));
        if (known == null) {
            emit(record);
            count(event, EventCount.ROWS);
            if (next != null) {
                context().forward(new Record<byte[], Object>(record.key(), split, record.timestamp()), next);
            }
            return;
        }
        var first = SeenIdsStore.sighting(known);
        if (first.content() == sighting.content()) {
            metrics.duplicate(event.getProjectId());
            count(event, EventCount.DUPLICATE);
        } else {
            context()
                    .forward(
                            record.withValue(new Flow.Refused(split.raw(), conflict(event, first), event)),
                            Nodes.REFUSE);
        }
    }

    private void emit(Record<byte[], Flow.Split> record) {
        for (var row : record.value().rows()) {
            Objects.requireNonNull(gate)
                    .write(
                            row.output(),
                            new Record<>(record.value().key(), row.bytes(), record.timestamp(), new RecordHeaders()));
            metrics.row(row.output());
        }
    }

    private void count(Event event, EventCount entry) {
        Objects.requireNonNull(counts).count(event.getProjectId(), entry);
    }

    private static Rejection conflict(Event event, Sighting first) {
        return new Rejection(
                Reason.CONFLICTING_EVENT,
                "event_id",
                "'%s', which run '%s' of project '%s' used at %s for an event with other content"
                        .formatted(
                                event.getEventId(),
                                event.getRunId(),
                                event.getProjectId(),
                                Instant.ofEpochMilli(first.atMillis())),
                "an id of its own for each event of a run (and the same content, timestamp included, when one is sent"
                        + " again)");
    }
}

package io.watchllm.processor.core;

import io.watchllm.events.Event;
import io.watchllm.events.PromptCall;
import io.watchllm.pricing.PriceList;
import io.watchllm.pricing.PricePreference;
import io.watchllm.pricing.Pricer;
import io.watchllm.pricing.Pricing;
import io.watchllm.privacy.EventRedaction;
import io.watchllm.privacy.Findings;
import io.watchllm.privacy.PrivacyRules;
import io.watchllm.processor.core.SeenIds.FirstSeen;
import io.watchllm.rows.CostSource;
import io.watchllm.rows.EventRow;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.WireFormatException;
import io.watchllm.schemas.registry.WriterSchemas;
import io.watchllm.validation.EventCheck;
import io.watchllm.validation.Flag;
import io.watchllm.validation.Limits;
import io.watchllm.validation.Reason;
import io.watchllm.validation.RecordReading;
import io.watchllm.validation.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a record: decode, validate, recognize duplicates, redact, price, map to rows, encode. The
 * same bytes, times, prices and earlier events always give the same outcome. Not thread-safe: one per task.
 *
 * <p>It changes no state. An event is to be recorded as seen only once its rows are written, so one that is rejected
 * may be sent again once fixed.
 */
public final class EventPipeline {

    private static final int FLAGS = EventRow.getClassSchema().getField("flags").pos();

    private final Settings settings;
    private final Lookups lookups;
    private final Observer observer;
    private final RecordReading<Event> reading;
    private final EventCheck check;
    private final Mapping mapping;
    private final @Nullable EventRedaction redaction;
    private final EventFingerprint fingerprint = new EventFingerprint();
    private @Nullable PriceList prices;
    private @Nullable Pricer pricer;

    /**
     * Settings of the pipeline.
     *
     * @param dedupWindow how long after its first arrival an event is recognized as a duplicate
     * @param prefer whose cost goes into the rows
     * @param privacy redaction rules
     * @param ids registry ids of the row schemas
     */
    public record Settings(
            Limits limits, Duration dedupWindow, PricePreference prefer, PrivacyRules privacy, RowSchemaIds ids) {}

    /**
     * What the pipeline looks up.
     *
     * @param schemas writer schemas of the records
     * @param prices the current price list; the same object until it changes
     * @param seen when an event was first accepted, whatever its age; null if it is not known
     */
    public record Lookups(
            WriterSchemas schemas,
            Supplier<PriceList> prices,
            Function<EventFingerprint.Id, @Nullable FirstSeen> seen) {}

    /** Receives what metrics count. */
    public interface Observer {

        /** The event is valid. */
        void accepted();

        /** A privacy rule found something in the event. */
        void redacted(Findings findings);

        /** A prompt call got this cost. */
        void priced(String model, CostSource source);

        /** The rows of an event have these quality flags. */
        void flagged(List<String> flags, String project);
    }

    /** Maps an event, the time of its record and its price to rows. */
    @FunctionalInterface
    interface Mapping {
        Rows rows(Event event, Instant written, @Nullable Pricing pricing);
    }

    /** What becomes of a record. */
    public sealed interface Outcome {}

    /**
     * It becomes a dead letter.
     *
     * @param event the decoded event, redacted if it got that far; null when it is not an event
     */
    public record Rejected(Rejection rejection, @Nullable Event event) implements Outcome {}

    /** The event was accepted before, with the same content. */
    public record Duplicate(Event event) implements Outcome {}

    /**
     * A new event and its encoded rows.
     *
     * @param event the event, redacted
     * @param pricing cost of a prompt call; null for all other events
     * @param id identity, to be recorded as seen
     * @param firstSeen content and arrival, to be recorded as seen
     * @param key key of each row
     */
    // Never compared: it is written at once.
    @SuppressWarnings("ArrayRecordComponent")
    public record Accepted(
            Event event,
            @Nullable Pricing pricing,
            EventFingerprint.Id id,
            FirstSeen firstSeen,
            byte[] key,
            List<EncodedRow> rows)
            implements Outcome {}

    /** Creates the pipeline of a task. */
    public EventPipeline(Settings settings, Lookups lookups, Observer observer) {
        this(settings, lookups, observer, new RowMapping(settings.limits(), settings.dedupWindow())::rows);
    }

    EventPipeline(Settings settings, Lookups lookups, Observer observer, Mapping mapping) {
        this.settings = settings;
        this.lookups = lookups;
        this.observer = observer;
        this.mapping = mapping;
        reading = new RecordReading<>(lookups.schemas(), Event.class);
        check = new EventCheck(settings.limits());
        redaction = settings.privacy().isEmpty() ? null : new EventRedaction(settings.privacy());
    }

    /**
     * Decides what becomes of a record.
     *
     * @param value its value
     * @param written its timestamp: rows depend on it and not on the clock, so that a replay creates the same rows
     * @param arrival when the broker received it: the timestamp, capped at the current time, because some topics take
     *     it from the producer
     * @throws io.watchllm.schemas.registry.SchemasUnavailableException when the registry did not answer
     */
    public Outcome process(byte @Nullable [] value, Instant written, Instant arrival) {
        return switch (reading.read(value)) {
            case RecordReading.Rejected<Event>(var rejection) -> new Rejected(rejection, null);
            case RecordReading.Read<Event> read -> {
                var rejection = check.check(read.value(), arrival);
                yield rejection == null
                        ? deduplicate(Objects.requireNonNull(value), read, written, arrival.toEpochMilli())
                        : new Rejected(rejection, read.value());
            }
        };
    }

    private Outcome deduplicate(byte[] value, RecordReading.Read<Event> read, Instant written, long arrivalMs) {
        observer.accepted();
        var event = read.value();
        var id = fingerprint.id(event);
        long content;
        try {
            content = fingerprint.content(read.current() ? value : WireFormat.encode(0, event));
        } catch (WireFormatException failure) {
            return new Rejected(notMappable(failure), event);
        }
        var first = findWithinWindow(id, arrivalMs);
        if (first != null && first.content() == content) {
            // Without making its rows: a duplicate costs little.
            return new Duplicate(event);
        }
        var outcome = rows(event, id, new FirstSeen(content, arrivalMs), written);
        // An event that is both in conflict and unfit is rejected as unfit.
        return first != null && outcome instanceof Accepted accepted
                ? new Rejected(conflict(accepted.event(), first), accepted.event())
                : outcome;
    }

    /** The earlier event with this id within the window, or null. */
    private @Nullable FirstSeen findWithinWindow(EventFingerprint.Id id, long arrivalMs) {
        var first = lookups.seen().apply(id);
        return first == null || !first.isWithin(settings.dedupWindow(), arrivalMs) ? null : first;
    }

    private Outcome rows(Event original, EventFingerprint.Id id, FirstSeen firstSeen, Instant written) {
        var event = redact(original);
        var pricing = price(event);
        var key = EventKey.of(event).getBytes(StandardCharsets.UTF_8);
        Rows rows;
        List<EncodedRow> encoded;
        try {
            rows = mapping.rows(event, written, pricing);
            if (isRedacted(event, original)) {
                flagRedacted(rows.event());
            }
            encoded = EncodedRow.of(rows, settings.ids());
        } catch (RuntimeException failure) {
            // Rejecting keeps one record from stopping the stream: the failure would repeat after each restart.
            return new Rejected(notMappable(failure), event);
        }
        for (var row : encoded) {
            // All or none: checked before the first row is written.
            if (!row.output().takes(key, row.bytes())) {
                return new Rejected(tooLarge(row), event);
            }
        }
        observer.flagged(rows.event().getFlags(), event.getProjectId());
        return new Accepted(event, pricing, id, firstSeen, key, encoded);
    }

    private Event redact(Event event) {
        if (redaction == null) {
            return event;
        }
        var findings = new Findings();
        var redacted = redaction.redact(event, findings);
        if (!findings.isEmpty()) {
            observer.redacted(findings);
        }
        return redacted;
    }

    // An identical object means unchanged; comparing the texts would be slow.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isRedacted(Event event, Event original) {
        return event != original;
    }

    /** Cost of a prompt call with the current prices; steps and tool calls never have one. */
    private @Nullable Pricing price(Event event) {
        if (!(event.getPayload() instanceof PromptCall call)) {
            return null;
        }
        var current = lookups.prices().get();
        if (pricer == null || current != prices) {
            prices = current;
            pricer = new Pricer(current, settings.prefer());
        }
        var pricing = pricer.price(call, event.getTimestamp());
        observer.priced(call.getModel(), pricing.source());
        return pricing;
    }

    private static void flagRedacted(EventRow row) {
        var flags = new ArrayList<>(row.getFlags());
        flags.add(Flag.REDACTED.word());
        row.put(FLAGS, flags);
    }

    private static Rejection conflict(Event event, FirstSeen first) {
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

    private static Rejection notMappable(RuntimeException failure) {
        return new Rejection(
                Reason.NOT_MAPPABLE,
                Rejection.WHOLE,
                "an event that can't be turned into rows (" + failure + ")",
                "values that fit the rows (the checks should have said which; please report this)");
    }

    private static Rejection tooLarge(EncodedRow row) {
        return new Rejection(
                Reason.RECORD_TOO_LARGE,
                Rejection.WHOLE,
                "an event whose row for " + row.output().topic().name() + " takes " + row.bytes().length + " bytes",
                "at most " + row.output().bytesMax() + " bytes (shorter texts)");
    }
}

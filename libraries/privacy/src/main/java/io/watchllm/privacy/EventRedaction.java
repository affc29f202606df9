package io.watchllm.privacy;

import io.watchllm.events.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Redacts events. Thread-safe. */
// Unchanged parts stay the same object all the way up: then nothing has to be copied or compared text by text.
@SuppressWarnings("ReferenceEquality")
public final class EventRedaction {

    private final Redaction redaction;
    private final Map<String, List<Texts>> plans = new HashMap<>();

    public EventRedaction(PrivacyRules rules) {
        redaction = new Redaction(rules);
        plan(Event.getClassSchema());
    }

    /**
     * A field of a record that contains texts.
     *
     * @param field the field in the rules; null when it holds records with texts of their own
     */
    private record Texts(int position, @Nullable PrivacyField field, boolean json) {}

    /** The event, redacted by the rules of its project: a copy, or the same object when nothing is found. */
    public Event redact(Event event, Findings findings) {
        long asked = redaction.ofProject(event.getProjectId());
        return asked == 0 ? event : (Event) redact((SpecificRecord) event, asked, findings);
    }

    private SpecificRecord redact(SpecificRecord record, long asked, Findings findings) {
        var result = record;
        for (var texts : plans.getOrDefault(record.getSchema().getFullName(), List.of())) {
            var value = record.get(texts.position());
            var redacted = redact(value, texts, asked, findings);
            if (redacted != value) {
                result = result == record ? copy(record) : result;
                result.put(texts.position(), redacted);
            }
        }
        return result;
    }

    private @Nullable Object redact(@Nullable Object value, Texts texts, long asked, Findings findings) {
        var field = texts.field();
        return switch (value) {
            case String text ->
                field == null ? text : redaction.redact(text, asked & redaction.ofField(field), texts.json(), findings);
            case List<?> items -> redact(items, texts, asked, findings);
            case SpecificRecord inner -> redact(inner, asked, findings);
            case null, default -> value;
        };
    }

    private List<?> redact(List<?> items, Texts texts, long asked, Findings findings) {
        var redacted = new ArrayList<@Nullable Object>(items.size());
        boolean changed = false;
        for (var item : items) {
            var each = redact(item, texts, asked, findings);
            changed |= each != item;
            redacted.add(each);
        }
        return changed ? redacted : items;
    }

    /** A new record with the same values. */
    private static SpecificRecord copy(SpecificRecord record) {
        var schema = record.getSchema();
        var copy = (SpecificRecord) SpecificData.newInstance(record.getClass(), schema);
        for (var field : schema.getFields()) {
            copy.put(field.pos(), record.get(field.pos()));
        }
        return copy;
    }

    private void plan(Schema record) {
        var texts = new ArrayList<Texts>();
        if (plans.putIfAbsent(record.getFullName(), texts) != null) {
            return;
        }
        for (var field : record.getFields()) {
            var place = PrivacyField.of(record, field.name());
            if (place != null) {
                texts.add(new Texts(field.pos(), place, field.getProp("json") != null));
            }
            var inner = records(field.schema());
            if (!inner.isEmpty()) {
                texts.add(new Texts(field.pos(), null, false));
                inner.forEach(this::plan);
            }
        }
    }

    /** The record schemas within the schema of a field. */
    private static List<Schema> records(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> List.of(schema);
            case ARRAY -> records(schema.getElementType());
            case UNION ->
                schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .flatMap(type -> records(type).stream())
                        .toList();
            default -> List.of();
        };
    }
}

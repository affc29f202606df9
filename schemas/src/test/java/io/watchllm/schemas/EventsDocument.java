package io.watchllm.schemas;

import io.watchllm.schemas.Topic.Cleanup;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.LogicalTypes.Decimal;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/** Writes {@code docs/services/events.md} from the catalogue of topics and the docs of the schemas. */
final class EventsDocument {

    private static final String BEGIN = """
            # Topics and records

            This page is generated from the schemas and the catalogue of topics; a test fails when it is out of date.

            Records are in Confluent's wire format: a zero byte, the four bytes of the schema id, then Avro binary. Each schema is
            registered under `<topic>-value` with the compatibility BACKWARD_TRANSITIVE. Every enum ends with `unknown`: what a reader
            makes of a symbol that it does not know yet.

            ## The JSON form of an event

            What people and HTTP clients write is one JSON object with the fields of `Event` and, beside them, those of the payload that
            `event_type` names. The names are those below. `timestamp` is ISO 8601 with an offset; finer fractions than milliseconds
            are cut off. Money and other decimals are JSON numbers, rounded half to even. An `error` may be a string, its message.
            A field that is null is left out. Fields that the contract does not know are kept in `context`, under the path they had;
            where the name is taken, with `_` behind it. Numbers in free-form objects keep their digits. A key may stand only once.
            Half a surrogate pair (`"\\ud83d"` alone) is refused wherever it stands.

            What the stream processor then refuses, cuts or flags is in [validation](validation.md).

            """;

    private static final String DEAD_LETTERS = """
            ## watchllm.dead-letters

            What could not be processed, as it was: the value is the raw value, the original headers come first, unchanged, and these
            stand behind them, as UTF-8 text but for the key:

            | header | content |
            |---|---|
            | watchllm.topic, watchllm.partition, watchllm.offset | the record that was refused |
            | watchllm.source, watchllm.line | in place of these: the input and the line, counted from 1 |
            | watchllm.key | the raw key, if the record had one |
            | watchllm.stage | who refused it: producer, processor or sink |
            | watchllm.reason | why, a word of a closed set |
            | watchllm.error | why, a sentence for a person |
            | watchllm.time | when, ISO 8601 |
            | watchllm.class | the kind of error, if known: `bad_record`, or `clickhouse_` and the server's error code |
            | watchllm.field | path of the field that is to blame, if one is |
            | watchllm.version | version of the program that refused, if known |
            | watchllm.schema | id of the schema that the value was written with, if it is in the wire format |
            | watchllm.attempt | 1, and one more for each time that the record was replayed before |

            A record that was replayed bears `watchllm.replay-of` (where it lay) and `watchllm.attempt` itself; when it is refused again,
            its new dead letter, under the new place, has them among the original headers.

            A record of the same key without a value, with these headers and no `watchllm.stage`, says that a dead letter is resolved:

            | header | content |
            |---|---|
            | watchllm.resolved | replayed or dropped |
            | watchllm.digest | 32 hex digits of key and value: distinguishes dead letters that were found in the same place |
            | watchllm.time, watchllm.by | when, and by whom |
            | watchllm.to | the record that was sent, topic/partition/offset; empty when the dead letter was dropped |
            """;

    private final StringBuilder text = new StringBuilder(BEGIN);
    private final Map<String, Schema> written = new LinkedHashMap<>();

    private static final String UNDELIVERED_ALERTS = """
            ## watchllm.undelivered-alerts

            Alerts that could not be delivered to a target of the [notifier](../operators/notifier.md). The value is that of the record of
            `watchllm.alerts`, byte for byte; a later record of the key without value says that it was delivered after all. The headers:
            `watchllm.target`, `watchllm.project-id`, `watchllm.event-id`, `watchllm.time` (when it was given up), `watchllm.error` (why) and
            `watchllm.origin` (topic/partition/offset of the record).

            """;

    private EventsDocument() {}

    /** The whole page. */
    static String text() {
        var document = new EventsDocument();
        document.topics();
        for (var topic : Topics.ALL) {
            var schema = topic.valueSchema();
            if (schema == null) {
                document.text.append(topic.equals(Topics.DEAD_LETTERS) ? DEAD_LETTERS : UNDELIVERED_ALERTS);
            } else {
                document.text.append("## ").append(topic.name()).append("\n\n");
                SchemaWalk.namedTypes(schema).forEach(document::type);
            }
        }
        return document.text.toString();
    }

    private void topics() {
        text.append("## Topics\n\n| topic | key | partitions | kept | value |\n|---|---|---|---|---|\n");
        for (var topic : Topics.ALL) {
            var schema = topic.valueSchema();
            row(
                    topic.name(),
                    topic.key().replace("|", "\\|"),
                    Integer.toString(topic.partitions()),
                    topic.cleanup() == Cleanup.COMPACT
                            ? "the last of each key"
                            : topic.retention().toDays() + " days from arrival",
                    schema == null ? "raw bytes" : "`" + schema.getFullName() + "`");
        }
        text.append('\n');
    }

    private void type(Schema type) {
        if (written.putIfAbsent(type.getFullName(), type) != null) {
            return;
        }
        text.append("### ")
                .append(type.getName())
                .append("\n\n")
                .append(type.getDoc())
                .append("\n\n");
        if (type.getType() == Schema.Type.ENUM) {
            text.append(type.getEnumSymbols().stream()
                            .map(symbol -> "`" + symbol + "`")
                            .collect(Collectors.joining(", ")))
                    .append("\n\n");
            return;
        }
        if (type.getFields().isEmpty()) {
            return;
        }
        text.append("| field | type | left out | meaning |\n|---|---|---|---|\n");
        for (var field : type.getFields()) {
            row(
                    field.name(),
                    type(field, field.schema()),
                    leftOut(field),
                    field.doc().replace("|", "\\|"));
        }
        text.append('\n');
    }

    private void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String leftOut(Field field) {
        if (field.schema().isNullable()) {
            return "may be";
        }
        return field.hasDefaultValue() ? "then " + field.defaultVal() : "never";
    }

    private static String type(Field field, Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .map(type -> type(field, type))
                        .collect(Collectors.joining(", "));
            case RECORD, ENUM ->
                "[" + schema.getName() + "](#" + schema.getName().toLowerCase(Locale.ROOT) + ")";
            case ARRAY -> "array of " + type(field, schema.getElementType());
            case STRING ->
                "object".equals(field.getProp("json"))
                        ? "JSON object"
                        : "any".equals(field.getProp("json")) ? "JSON" : "string";
            case BYTES ->
                "decimal(%d,%d)%s"
                        .formatted(
                                ((Decimal) schema.getLogicalType()).getPrecision(),
                                ((Decimal) schema.getLogicalType()).getScale(),
                                bound(field));
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMillis ? "time" : "long" + bound(field);
            default -> schema.getType().getName() + bound(field);
        };
    }

    private static String bound(Field field) {
        return field.getObjectProp("minimum") == null ? "" : " ≥ " + field.getObjectProp("minimum");
    }
}

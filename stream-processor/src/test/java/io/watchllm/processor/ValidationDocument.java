package io.watchllm.processor;

import io.watchllm.validation.Flag;
import io.watchllm.validation.Reason;
import io.watchllm.validation.TextColumn;
import io.watchllm.validation.TextColumn.Bound;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/services/validation.md} from the reasons, the flags and the columns of the processor. */
final class ValidationDocument {

    private static final String BEGIN = """
            # What the stream processor lets in

            This page is generated from the reasons and flags in the code; a test fails when it is out of date.

            A record of `watchllm.events` becomes rows, or one dead letter that says why not. What is wrong beyond repair is
            refused; what is odd, or too much, is kept, and the column `flags` of its row in `events` says what is odd. Both sets of words
            are closed. `watchllm_processor_records_rejected_total` counts by reason and project,
            `watchllm_processor_events_flagged_total` by flag and project ([metrics](../operators/metrics.md)).

            Nothing here asks a clock but the bounds of `timestamp`, and these count from the arrival of the record in Kafka: the same topic
            read again gives the same rows.

            ## Refused

            The dead letter names the field, what stands there and what was expected. A record with several faults has one dead letter.

            | reason | when |
            |---|---|
            """;

    private static final String SIZES = """

            `skipped_by_operator` is the word of a record that the processor did not refuse: somebody set it past it
            ([operations](../operators/operations.md#a-partition-stands-still)).

            ## Cut

            Sizes are of the text in UTF-8; no character is split. What is behind the cut is gone from the rows, and stands in
            `watchllm.events` as long as that topic keeps it.

            | what | kept up to | columns |
            |---|---|---|
            """;

    private static final String CHOICES = """
            | tags, recommendations, affected models | `WATCHLLM_PROCESSOR_MAX_ITEMS` items each | each item is a short text |
            | nested tool calls | `WATCHLLM_PROCESSOR_MAX_TOOL_CALLS` | no rows for those behind |

            - **Alert rules see names as the rows have them**, cut and cleaned: the group of an alert and the models that it names are the texts
              in the rows of its events. The flag of a cut stands on the event; on the row of an alert it says that a text of the alert itself was cut.
            - **JSON that was cut** is kept as the beginning of its text, which is no JSON any more: ClickHouse's `JSONExtract…` finds nothing in it,
              text search does. Filter by `has(flags, 'context_truncated')` and the like. `args_hash` is of the whole arguments.
            - **JSON that is none.** The JSON form refuses it. In Avro a free-form field is a string, and a producer may put anything there: the
              text is kept as it is and flagged, since the rest of the event is worth having. JSON that is nested deeper than 1,000 is
              flagged too.
            - **NUL** in an id is refused; in any other text the replacement character U+FFFD takes its place. `\\u0000` in JSON text is an
              escape, and stays.
            - **Unpaired surrogates** have no UTF-8. Bytes that stand for one are refused; the JSON form and `EventPublisher` refuse them
              before, since Java would write a question mark. The escape `\\ud800` in a free-form text of an Avro producer is plain ASCII, and stays.
            - **Unknown fields** of the JSON form are kept in `context`; those that a newer Avro schema has are left out until this version
              knows them.

            ## Flags

            | flag | when |
            |---|---|
            """;

    private ValidationDocument() {}

    /** The whole page. */
    static String text() {
        var text = new StringBuilder(BEGIN);
        for (var reason : Reason.values()) {
            row(text, "`" + reason.word() + "`", reason.meaning());
        }
        text.append(SIZES);
        row(text, "payload texts", "`WATCHLLM_PROCESSOR_MAX_TEXT`", columns(Bound.TEXT));
        row(text, "contexts", "`WATCHLLM_PROCESSOR_MAX_CONTEXT`", columns(Bound.CONTEXT));
        row(text, "short texts", "`WATCHLLM_PROCESSOR_MAX_LABEL`", columns(Bound.LABEL));
        row(text, "ids", "never cut; above `WATCHLLM_PROCESSOR_MAX_ID` refused", columns(Bound.ID));
        text.append(CHOICES);
        for (var flag : Flag.all()) {
            row(text, "`" + flag.word() + "`", flag.meaning());
        }
        return text.toString();
    }

    private static String columns(Bound bound) {
        return Stream.of(TextColumn.values())
                .filter(column -> column.bound() == bound)
                .map(column -> "`" + column.column() + "`")
                .collect(Collectors.joining(", "));
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}

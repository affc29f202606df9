package io.watchllm.cli.sink;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.cli.shell.TextTable;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.operations.status.GroupView;
import io.watchllm.operations.status.SinkAnswer;
import io.watchllm.operations.status.SinkReport;
import io.watchllm.runtime.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the sinks fare, for people and for programs. */
public final class SinkText {
    private static final List<String> HEAD =
            List.of("TABLE", "PARTITION", "STATE", "COMMITTED", "END", "LAG", "LAG S", "OPEN", "ATTEMPTS", "OWNER");
    private static final String UNKNOWN = "?";
    private static final String NONE = "-";

    private final SinkReport report;

    public SinkText(SinkReport report) {
        this.report = report;
    }

    /** A line a partition, the last errors, and what is not well. */
    public String text() {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        List<String> errors = new ArrayList<>();
        for (var group : report.groups()) {
            for (var partition : group.partitions()) {
                rows.add(row(group, partition));
                var known = report.ofSink(group, partition);
                if (known != null && known.lastError() != null) {
                    errors.add(group.table() + " " + partition.partition() + ": " + known.errorTime() + " "
                            + known.lastError());
                }
            }
        }
        var text = new StringBuilder(TextTable.of(rows));
        section(text, "Last errors:", errors);
        section(text, "Not well:", report.problems());
        return text.toString();
    }

    public static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append('\n');
            lines.forEach(line -> text.append("  ").append(PlainText.line(line)).append('\n'));
        }
    }

    private List<String> row(GroupView group, GroupView.Partition partition) {
        var known = report.ofSink(group, partition);
        var seconds = partition.lag().seconds();
        return List.of(
                group.table(),
                Integer.toString(partition.partition()),
                known == null ? UNKNOWN : known.state(),
                partition.committed() == null ? NONE : partition.committed().toString(),
                Long.toString(partition.end()),
                Long.toString(partition.lag().records()),
                seconds == null ? UNKNOWN : String.format(Locale.ROOT, "%.1f", seconds),
                open(partition.note()),
                known == null ? UNKNOWN : Integer.toString(known.attempts()),
                partition.owner() == null ? NONE : partition.owner());
    }

    /** The range that the commit leaves open. */
    private static String open(String note) {
        if (note.isEmpty()) {
            return NONE;
        }
        var metadata = OffsetMetadata.parse(note);
        if (metadata == null) {
            return "unreadable";
        }
        var range = metadata.open();
        return range == null ? NONE : range.from() + " to " + range.to() + ", " + range.rows() + " rows";
    }

    /** One object on one line. */
    public String json() {
        return new JsonObject()
                .put("well", report.problems().isEmpty())
                .put("problems", report.problems())
                .list("tables", report.groups(), this::fields)
                .list("sinks", report.sinks(), SinkText::fields)
                .line();
    }

    private static JsonObject fields(SinkAnswer sink) {
        return new JsonObject()
                .put("url", sink.url().toString())
                .put("problem", sink.problem().isEmpty() ? null : sink.problem())
                .list(
                        "tables",
                        sink.tables(),
                        table -> new JsonObject()
                                .put("table", table.table())
                                .put("up", table.up())
                                .put("detail", table.detail()));
    }

    private JsonObject fields(GroupView group) {
        return new JsonObject()
                .put("table", group.table())
                .put("topic", group.topic())
                .put("group", group.name())
                .put("group_state", group.state())
                .list(
                        "partitions",
                        group.partitions(),
                        partition -> fields(partition, report.ofSink(group, partition)));
    }

    private static JsonObject fields(GroupView.Partition partition, SinkAnswer.@Nullable Partition known) {
        return new JsonObject()
                .put("partition", partition.partition())
                .put("committed", partition.committed())
                .put("end", partition.end())
                .put("lag_records", partition.lag().records())
                .put("lag_s", partition.lag().seconds())
                .put("open", openRange(partition.note()))
                .put("note", partition.note())
                .put("owner", partition.owner())
                .put("state", known == null ? null : known.state())
                .put("since", known == null ? null : known.since())
                .put("attempts", known == null ? null : known.attempts())
                .put("last_error", known == null ? null : known.lastError())
                .put("last_error_time", known == null ? null : known.errorTime());
    }

    private static @Nullable Map<String, Long> openRange(String note) {
        var metadata = OffsetMetadata.parse(note);
        var range = metadata == null ? null : metadata.open();
        return range == null ? null : Map.of("from", range.from(), "to", range.to(), "rows", (long) range.rows());
    }
}

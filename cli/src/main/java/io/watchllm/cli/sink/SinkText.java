package io.watchllm.cli.sink;

import io.watchllm.cli.shell.Json;
import io.watchllm.cli.shell.TextTable;
import io.watchllm.delivery.core.OffsetMetadata;
import io.watchllm.operations.status.GroupView;
import io.watchllm.operations.status.SinkAnswer;
import io.watchllm.operations.status.SinkReport;
import io.watchllm.runtime.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("well", report.problems().isEmpty());
        all.put("problems", report.problems());
        all.put("tables", report.groups().stream().map(this::fields).toList());
        all.put("sinks", report.sinks().stream().map(SinkText::fields).toList());
        return Json.line(all);
    }

    private static Map<String, @Nullable Object> fields(SinkAnswer sink) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("url", sink.url().toString());
        fields.put("problem", sink.problem().isEmpty() ? null : sink.problem());
        fields.put("tables", tables(sink.tables()));
        return fields;
    }

    private static List<Map<String, Object>> tables(List<SinkAnswer.Table> tables) {
        return tables.stream()
                .map(table ->
                        Map.<String, Object>of("table", table.table(), "up", table.up(), "detail", table.detail()))
                .toList();
    }

    private Map<String, @Nullable Object> fields(GroupView group) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table", group.table());
        fields.put("topic", group.topic());
        fields.put("group", group.name());
        fields.put("group_state", group.state());
        fields.put(
                "partitions",
                group.partitions().stream()
                        .map(partition -> fields(partition, report.ofSink(group, partition)))
                        .toList());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(
            GroupView.Partition partition, SinkAnswer.@Nullable Partition known) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("partition", partition.partition());
        fields.put("committed", partition.committed());
        fields.put("end", partition.end());
        fields.put("lag_records", partition.lag().records());
        fields.put("lag_s", partition.lag().seconds());
        fields.put("open", openRange(partition.note()));
        fields.put("note", partition.note());
        fields.put("owner", partition.owner());
        fields.put("state", known == null ? null : known.state());
        fields.put("since", known == null ? null : known.since());
        fields.put("attempts", known == null ? null : known.attempts());
        fields.put("last_error", known == null ? null : known.lastError());
        fields.put("last_error_time", known == null ? null : known.errorTime());
        return fields;
    }

    private static @Nullable Map<String, Long> openRange(String note) {
        var metadata = OffsetMetadata.parse(note);
        var range = metadata == null ? null : metadata.open();
        return range == null ? null : Map.of("from", range.from(), "to", range.to(), "rows", (long) range.rows());
    }
}

package io.watchllm.cli.sink;

import io.watchllm.cli.shell.TextTable;
import io.watchllm.operations.status.GroupView;
import io.watchllm.operations.status.SinkReport;
import io.watchllm.runtime.PlainText;
import io.watchllm.sink.core.OffsetMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as a table for a person. */
public final class ReportText {
    private static final List<String> HEAD =
            List.of("TABLE", "PARTITION", "STATE", "COMMITTED", "END", "LAG", "LAG S", "OPEN", "ATTEMPTS", "OWNER");
    private static final String UNKNOWN = "?";
    private static final String NONE = "-";

    private ReportText() {}

    /** The whole text, with a line feed at its end. */
    public static String of(SinkReport report) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        List<String> errors = new ArrayList<>();
        for (var group : report.groups()) {
            for (var partition : group.partitions()) {
                rows.add(row(report, group, partition));
                var known = report.ofSink(group, partition);
                if (known != null && known.lastError() != null) {
                    errors.add(group.table().table() + " " + partition.partition() + ": " + known.errorTime() + " "
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

    private static List<String> row(SinkReport report, GroupView group, GroupView.Partition partition) {
        var known = report.ofSink(group, partition);
        var seconds = partition.lag().seconds();
        return List.of(
                group.table().table(),
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
}

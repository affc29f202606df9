package io.watchllm.cli.processor;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.cli.shell.TextTable;
import io.watchllm.cli.sink.SinkText;
import io.watchllm.operations.status.GroupView;
import io.watchllm.operations.status.ProcessorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the processors fare, for people and for programs. */
public final class ProcessorText {
    private static final List<String> HEAD = List.of("PARTITION", "COMMITTED", "END", "LAG", "LAG S", "OWNER");
    private static final String UNKNOWN = "?";
    private static final String NONE = "-";

    private final ProcessorReport report;

    public ProcessorText(ProcessorReport report) {
        this.report = report;
    }

    /** A line a partition, the group, and what is not well. */
    public String text() {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        report.group().partitions().forEach(partition -> rows.add(row(partition)));
        var text = new StringBuilder(TextTable.of(rows));
        text.append("\ngroup ")
                .append(report.group().name())
                .append(": ")
                .append(report.group().state())
                .append('\n');
        for (var answer : report.answers()) {
            if (answer.status().up()) {
                text.append(answer.url()).append(": ready\n");
            }
        }
        SinkText.section(text, "Not well:", report.problems());
        return text.toString();
    }

    private static List<String> row(GroupView.Partition partition) {
        var seconds = partition.lag().seconds();
        return List.of(
                Integer.toString(partition.partition()),
                partition.committed() == null ? NONE : partition.committed().toString(),
                Long.toString(partition.end()),
                Long.toString(partition.lag().records()),
                seconds == null ? UNKNOWN : String.format(Locale.ROOT, "%.1f", seconds),
                partition.owner() == null ? NONE : partition.owner());
    }

    /** One object on one line. */
    public String json() {
        return new JsonObject()
                .put("well", report.problems().isEmpty())
                .put("problems", report.problems())
                .put("group", report.group().name())
                .put("group_state", report.group().state())
                .list("partitions", report.group().partitions(), ProcessorText::fields)
                .list("processors", report.answers(), ProcessorText::fields)
                .line();
    }

    private static JsonObject fields(ProcessorReport.Answer answer) {
        return new JsonObject()
                .put("url", answer.url().toString())
                .put("ready", answer.status().up())
                .put("detail", answer.status().detail());
    }

    private static JsonObject fields(GroupView.Partition partition) {
        return new JsonObject()
                .put("partition", partition.partition())
                .put("committed", partition.committed())
                .put("end", partition.end())
                .put("lag_records", partition.lag().records())
                .put("lag_s", partition.lag().seconds())
                .put("owner", partition.owner());
    }
}

package io.watchllm.cli.processor;

import io.watchllm.cli.shell.Json;
import io.watchllm.cli.shell.TextTable;
import io.watchllm.cli.sink.SinkText;
import io.watchllm.operations.status.GroupView;
import io.watchllm.operations.status.ProcessorReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("well", report.problems().isEmpty());
        fields.put("problems", report.problems());
        fields.put("group", report.group().name());
        fields.put("group_state", report.group().state());
        fields.put(
                "partitions",
                report.group().partitions().stream().map(ProcessorText::fields).toList());
        fields.put(
                "processors",
                report.answers().stream()
                        .map(answer -> Map.of(
                                "url", answer.url().toString(),
                                "ready", answer.status().up(),
                                "detail", answer.status().detail()))
                        .toList());
        return Json.line(fields);
    }

    private static Map<String, @Nullable Object> fields(GroupView.Partition partition) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("partition", partition.partition());
        fields.put("committed", partition.committed());
        fields.put("end", partition.end());
        fields.put("lag_records", partition.lag().records());
        fields.put("lag_s", partition.lag().seconds());
        fields.put("owner", partition.owner());
        return fields;
    }
}

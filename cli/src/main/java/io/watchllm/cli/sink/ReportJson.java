package io.watchllm.cli.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.operations.status.GroupView;
import io.watchllm.operations.status.SinkAnswer;
import io.watchllm.operations.status.SinkReport;
import io.watchllm.sink.core.OffsetMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as one JSON object, for programs. */
public final class ReportJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReportJson() {}

    /** One line. */
    public static String of(SinkReport report) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("well", report.problems().isEmpty());
        all.put("problems", report.problems());
        all.put(
                "tables",
                report.groups().stream().map(group -> table(report, group)).toList());
        all.put("sinks", report.sinks().stream().map(ReportJson::sink).toList());
        try {
            return MAPPER.writeValueAsString(all);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of texts and numbers are always JSON", impossible);
        }
    }

    private static Map<String, @Nullable Object> sink(SinkAnswer sink) {
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

    private static Map<String, @Nullable Object> table(SinkReport report, GroupView group) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table", group.table().table());
        fields.put("topic", group.table().topic());
        fields.put("group", group.table().group());
        fields.put("group_state", group.state());
        fields.put(
                "partitions",
                group.partitions().stream()
                        .map(partition -> partition(partition, report.ofSink(group, partition)))
                        .toList());
        return fields;
    }

    private static Map<String, @Nullable Object> partition(
            GroupView.Partition partition, SinkAnswer.@Nullable Partition known) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("partition", partition.partition());
        fields.put("committed", partition.committed());
        fields.put("end", partition.end());
        fields.put("lag_records", partition.lag().records());
        fields.put("lag_s", partition.lag().seconds());
        fields.put("open", open(partition.note()));
        fields.put("note", partition.note());
        fields.put("owner", partition.owner());
        fields.put("state", known == null ? null : known.state());
        fields.put("since", known == null ? null : known.since());
        fields.put("attempts", known == null ? null : known.attempts());
        fields.put("last_error", known == null ? null : known.lastError());
        fields.put("last_error_time", known == null ? null : known.errorTime());
        return fields;
    }

    private static @Nullable Map<String, Long> open(String note) {
        var metadata = OffsetMetadata.parse(note);
        var range = metadata == null ? null : metadata.open();
        return range == null ? null : Map.of("from", range.from(), "to", range.to(), "rows", (long) range.rows());
    }
}

package io.watchllm.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.sink.observe.TableStatus;
import io.watchllm.sink.observe.TableStatus.PartitionStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of the sink's {@code /status} page: one object for each table and each of its partitions. */
final class StatusPage {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double MILLIS_PER_SECOND = 1_000;

    private StatusPage() {}

    static String json(List<TableStatus> tables) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(Map.of(
                            "tables", tables.stream().map(StatusPage::table).toList()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of texts and numbers are always JSON", impossible);
        }
    }

    private static Map<String, @Nullable Object> table(TableStatus table) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table", table.table());
        fields.put("up", table.up());
        fields.put("detail", table.detail());
        fields.put(
                "partitions",
                table.partitions().stream().map(StatusPage::partition).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> partition(PartitionStatus partition) {
        var pipeline = partition.pipeline();
        var open = pipeline.open();
        var error = partition.lastError();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("partition", partition.partition());
        fields.put("state", pipeline.state());
        fields.put("since", partition.since().toString());
        fields.put("position", known(pipeline.position()));
        fields.put("committed", known(pipeline.committed()));
        fields.put("lag_records", partition.lag().records());
        fields.put("lag_s", seconds(partition.lag().time()));
        fields.put("open", open == null ? null : Map.of("from", open.from(), "to", open.to(), "rows", open.rows()));
        fields.put("attempts", pipeline.attempts());
        fields.put(
                "last_error",
                error == null
                        ? null
                        : Map.of(
                                "message", error.message(), "time", error.time().toString()));
        return fields;
    }

    private static @Nullable Long known(long offset) {
        return offset < 0 ? null : offset;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS_PER_SECOND;
    }
}

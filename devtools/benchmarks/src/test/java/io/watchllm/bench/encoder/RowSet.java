package io.watchllm.bench.encoder;

import io.watchllm.bench.rows.Profile;
import io.watchllm.delivery.encode.ColumnType;
import io.watchllm.delivery.encode.EncodePlan;
import io.watchllm.delivery.encode.PlanCompiler;
import io.watchllm.delivery.encode.PlanResult;
import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.events.Event;
import io.watchllm.processor.core.RowMapping;
import io.watchllm.processor.core.Rows;
import io.watchllm.schemas.WireFormat;
import io.watchllm.schemas.json.EventJson;
import io.watchllm.validation.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Rows of one schema in the wire format, and the plan by which they are encoded. Those of the pipeline come from the
 * recorded sample through the processor's own mapping, and their tables from the migrations.
 */
record RowSet(EncodePlan plan, List<byte[]> rows) {
    private static final int SCHEMA_ID = 1;
    private static final int ROWS_MAX = 2_000;
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern COLUMN =
            Pattern.compile("^ *(?!INDEX)(\\w+) ((?:Array|Nullable|LowCardinality|Enum8|Decimal|DateTime64|String|U?Int"
                    + "\\d+|Float64)(?:\\(.*?\\)+)?)(?:,| DEFAULT .*| COMMENT .*|)$");

    static RowSet of(String name) throws IOException {
        return switch (name) {
            case "events" -> recorded("0001_events.sql", rows -> Stream.of(rows.event()));
            case "tool_calls" -> recorded("0002_tool_calls.sql", rows -> rows.toolCalls().stream());
            case "agent_steps" -> recorded("0003_agent_steps.sql", rows -> Stream.ofNullable(rows.agentStep()));
            default -> generated(Profile.valueOf(name));
        };
    }

    private static RowSet generated(Profile profile) {
        var source = profile.rows();
        var rows = LongStream.range(0, ROWS_MAX)
                .mapToObj(number -> source.row(SCHEMA_ID, number))
                .toList();
        var columns = columns(profile.columns());
        columns.add(column("ingested_at", "DateTime64(3, 'UTC')"));
        columns.add(column("source_partition", "Int32"));
        columns.add(column("source_offset", "Int64"));
        return new RowSet(plan(columns, profile.schema()), rows);
    }

    private static RowSet recorded(String migration, Function<Rows, Stream<? extends SpecificRecord>> some)
            throws IOException {
        var mapping = new RowMapping(new Limits(Duration.ZERO, Duration.ZERO, 1 << 20), Duration.ofHours(1));
        var records = events().stream()
                .map(event -> mapping.rows(event, event.getTimestamp()))
                .<SpecificRecord>flatMap(some)
                .limit(ROWS_MAX)
                .toList();
        var columns =
                columns(Files.readString(ROOT.resolve("clickhouse/migrations").resolve(migration)));
        return new RowSet(
                plan(columns, records.getFirst().getSchema()),
                records.stream()
                        .map(record -> WireFormat.encode(SCHEMA_ID, record))
                        .toList());
    }

    private static List<Event> events() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(ROOT.resolve("samples/airline-agent.ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            return in.lines().map(EventJson::read).toList();
        }
    }

    private static List<TableColumn> columns(String sql) {
        var columns = new ArrayList<TableColumn>();
        sql.lines().map(COLUMN::matcher).forEach(line -> {
            if (line.matches()) {
                columns.add(column(line.group(1), line.group(2)));
            }
        });
        return columns;
    }

    private static TableColumn column(String name, String type) {
        return new TableColumn(name, ColumnType.parse(type), true);
    }

    private static EncodePlan plan(List<TableColumn> columns, Schema schema) {
        return switch (new PlanCompiler("rows", columns).compile(schema)) {
            case PlanResult.Fit(var plan) -> plan;
            case PlanResult.Unfit(var problems) -> throw new IllegalStateException(String.join("; ", problems));
        };
    }
}

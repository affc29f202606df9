package io.watchllm.operations.reprice;

import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.events.PromptCall;
import io.watchllm.operations.reprice.core.StoredCall;
import io.watchllm.pricing.RowPrice;
import io.watchllm.rows.CostSource;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the prompt calls of a project from {@code events}, in the order of the table.
 *
 * @param server the shard; closed by whoever opened it
 */
public record CallReader(ClickHouseServer server, String project) {
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private static final String COLUMNS = "run_id, toUnixTimestamp64Milli(timestamp), event_id, source_partition,"
            + " source_offset, env, ifNull(provider, ''), ifNull(model, ''), ifNull(toString(status), ''),"
            + " tokens_input, tokens_output, tokens_cache_read, tokens_cache_write, tokens_reasoning,"
            + " cost_estimate_usd, toString(cost_source), price_version, flags, response_metadata, provider IS NULL";

    /**
     * A period of time.
     *
     * @param from its start
     * @param to its end, exclusive
     */
    public record Span(Instant from, Instant to) {}

    /** From the first stored call of the period to right after the last one; null when there is none. */
    @Nullable
    Span stored(Span span) {
        var row = server.sql()
                .first("SELECT toInt64(count()) AS calls, toUnixTimestamp64Milli(min(timestamp)) AS first,"
                        + " toUnixTimestamp64Milli(max(timestamp)) AS last FROM "
                        + server.sql().name("events")
                        + condition(span));
        return row.number("calls") == 0
                ? null
                : new Span(
                        Instant.ofEpochMilli(row.number("first")),
                        Instant.ofEpochMilli(row.number("last")).plusMillis(1));
    }

    /**
     * Reads the next calls.
     *
     * @param after key of the last call of the previous page; null for the first page
     * @param rows size of the page; more only when several rows have the key of the last one
     */
    public List<StoredCall> page(Span span, StoredCall.@Nullable Key after, int rows) {
        var sql = "SELECT " + COLUMNS + " FROM " + server.sql().name("events") + condition(span)
                + (after == null ? "" : behind(after))
                + " ORDER BY project_id, toStartOfHour(timestamp), run_id, timestamp, event_id, source_partition,"
                + " source_offset LIMIT " + rows + " WITH TIES SETTINGS output_format_json_quote_decimals = 1";
        return server.blocks().read(sql, Map.of(), ClickHouseFormat.JSONCompactEachRow, CallReader::calls);
    }

    private String condition(Span span) {
        return " WHERE project_id = " + SqlLiteral.of(project) + " AND event_type = 'prompt_call' AND timestamp >= "
                + SqlLiteral.of(span.from()) + " AND timestamp < " + SqlLiteral.of(span.to());
    }

    /** A condition for rows after a key, in a form that can use the primary key (project, hour, run). */
    private static String behind(StoredCall.Key key) {
        var hour = key.timestamp().truncatedTo(ChronoUnit.HOURS);
        var run = SqlLiteral.of(key.runId());
        return " AND timestamp >= " + SqlLiteral.of(hour) + " AND (timestamp >= "
                + SqlLiteral.of(hour.plus(1, ChronoUnit.HOURS)) + " OR run_id > " + run + " OR (run_id = " + run
                + " AND (timestamp, event_id, source_partition, source_offset) > (" + SqlLiteral.of(key.timestamp())
                + ", " + SqlLiteral.of(key.eventId()) + ", " + key.partition() + ", " + key.offset() + ")))";
    }

    private static List<StoredCall> calls(InputStream body) throws IOException {
        var calls = new ArrayList<StoredCall>();
        try (var parser = JSON.createParser(body)) {
            while (parser.nextToken() != null) {
                JsonNode row = JSON.readTree(parser);
                calls.add(call(row));
            }
        }
        return calls;
    }

    private static StoredCall call(JsonNode row) {
        var key = new StoredCall.Key(
                row.get(0).textValue(),
                Instant.ofEpochMilli(row.get(1).asLong()),
                row.get(2).textValue(),
                row.get(3).intValue(),
                row.get(4).asLong());
        var group = new StoredCall.Group(
                row.get(5).textValue(),
                row.get(6).textValue(),
                row.get(7).textValue(),
                row.get(8).textValue());
        var cost = text(row.get(14));
        var source = text(row.get(15));
        var price = new RowPrice(
                cost == null ? null : new BigDecimal(cost),
                source == null ? null : CostSource.valueOf(source),
                text(row.get(16)),
                StreamSupport.stream(row.get(17).spliterator(), false)
                        .map(JsonNode::textValue)
                        .toList());
        var call = PromptCall.newBuilder()
                .setPrompt("")
                .setResponse("")
                .setProvider(row.get(19).asInt() == 1 ? null : group.provider())
                .setModel(group.model())
                .setTokensInput(row.get(9).asInt())
                .setTokensOutput(row.get(10).asInt())
                .setTokensCacheRead(number(row.get(11)))
                .setTokensCacheWrite(number(row.get(12)))
                .setTokensReasoning(number(row.get(13)))
                .setCostEstimateUsd(price.givenUsd())
                .setResponseMetadata(text(row.get(18)))
                .build();
        var complete =
                !group.model().isEmpty() && !row.get(9).isNull() && !row.get(10).isNull();
        return new StoredCall(key, group, call, price, complete);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.asText();
    }

    private static @Nullable Integer number(JsonNode node) {
        return node.isNull() ? null : node.intValue();
    }
}

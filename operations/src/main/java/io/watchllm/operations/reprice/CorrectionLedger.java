package io.watchllm.operations.reprice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.config.Inserting;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.operations.ledger.BlockLedger;
import io.watchllm.operations.reprice.core.Correction;
import io.watchllm.pricing.RowPrice;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Ledger of corrected costs, and corrections as its rows, one JSON object per line. */
public final class CorrectionLedger {
    static final String TABLE = "cost_corrections";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The columns of the ledger, in its order, each with its value. */
    private static final Map<String, BiFunction<Head, Correction, @Nullable Object>> COLUMNS = columns();

    private CorrectionLedger() {}

    private static Map<String, BiFunction<Head, Correction, @Nullable Object>> columns() {
        var columns = new LinkedHashMap<String, BiFunction<Head, Correction, @Nullable Object>>();
        columns.put("project_id", (head, _) -> head.project());
        columns.put("sequence", (head, _) -> head.sequence());
        columns.put("run_id", (_, row) -> row.call().key().runId());
        columns.put("timestamp", (_, row) -> TIME.format(row.call().key().timestamp()));
        columns.put("event_id", (_, row) -> row.call().key().eventId());
        columns.put("source_partition", (_, row) -> row.call().key().partition());
        columns.put("source_offset", (_, row) -> row.call().key().offset());
        columns.put("env", (_, row) -> row.call().group().env());
        columns.put("provider", (_, row) -> row.call().group().provider());
        columns.put("model", (_, row) -> row.call().group().model());
        columns.put("status", (_, row) -> row.call().group().status());
        columns.put("cost_before_usd", (_, row) -> cost(row.call().price()));
        columns.put("cost_after_usd", (_, row) -> cost(row.after()));
        columns.put("cost_source_before", (_, row) -> row.call().price().source());
        columns.put("cost_source_after", (_, row) -> row.after().source());
        columns.put("price_version_before", (_, row) -> row.call().price().version());
        columns.put("price_version_after", (_, row) -> row.after().version());
        columns.put("flags_before", (_, row) -> row.call().price().flags());
        columns.put("flags_after", (_, row) -> row.after().flags());
        columns.put("reprice_id", (head, _) -> head.repriceId());
        columns.put("blocks_before", (head, _) -> head.before().blocks());
        columns.put(
                "corrected_at",
                (head, _) -> TIME.format(Instant.ofEpochMilli(head.before().atMillis())));
        return columns;
    }

    /** Text of a cost, which keeps its digits; null when it is not known. */
    private static @Nullable String cost(RowPrice price) {
        return price.costUsd() == null ? null : price.costUsd().toPlainString();
    }

    /** Opens the ledger of one project's corrections. */
    public static BlockLedger ledger(
            ClickHouseServer server, Inserting inserting, String project, BlockLedger.Run run) {
        var subject = new BlockLedger.Subject(
                TABLE,
                List.copyOf(COLUMNS.keySet()),
                "reprice_id",
                "corrected_at",
                "project_id = " + SqlLiteral.of(project),
                "reprice/" + project,
                sequence -> "correction " + sequence + " of project '" + project + "'",
                "another run repriced project '" + project + "'",
                "watchllm prices reprice");
        return new BlockLedger(server, inserting, subject, run);
    }

    /**
     * Common values of all rows of a block.
     *
     * @param project the project
     * @param sequence number of the block
     * @param repriceId the run that writes it
     * @param before the tables' block counts before
     */
    public record Head(String project, long sequence, String repriceId, BlockCountSnapshot before) {}

    /** The rows, in order. */
    public static byte[] rows(Head head, List<Correction> corrections) {
        var lines = new StringBuilder();
        for (var correction : corrections) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            COLUMNS.forEach((name, value) -> row.put(name, value.apply(head, correction)));
            try {
                lines.append(JSON.writeValueAsString(row)).append('\n');
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("texts and numbers can be written as JSON", impossible);
            }
        }
        return lines.toString().getBytes(UTF_8);
    }
}

package io.watchllm.operations.reprice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.config.Inserting;
import io.watchllm.delivery.core.BlockCountSnapshot;
import io.watchllm.operations.ledger.BlockLedger;
import io.watchllm.operations.reprice.core.Correction;
import io.watchllm.pricing.RowPrice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats corrections as rows of the ledger, one JSON object per line. */
public final class LedgerRows {
    static final String TABLE = "cost_corrections";

    /** The columns of the ledger, in its order. */
    private static final List<String> COLUMNS = List.of(
            "project_id",
            "sequence",
            "run_id",
            "timestamp",
            "event_id",
            "source_partition",
            "source_offset",
            "env",
            "provider",
            "model",
            "status",
            "cost_before_usd",
            "cost_after_usd",
            "cost_source_before",
            "cost_source_after",
            "price_version_before",
            "price_version_after",
            "flags_before",
            "flags_after",
            "reprice_id",
            "blocks_before",
            "corrected_at");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON = new JsonFactory();

    private LedgerRows() {}

    /** Opens the ledger of one project's corrections. */
    public static BlockLedger ledger(
            ClickHouseServer server, Inserting inserting, String project, BlockLedger.Run run) {
        var subject = new BlockLedger.Subject(
                TABLE,
                COLUMNS,
                "reprice_id",
                "corrected_at",
                "project_id = " + SqlLiteral.of(project),
                "reprice/" + project);
        var words = new BlockLedger.Words(
                sequence -> "correction " + sequence + " of project '" + project + "'",
                "another run repriced project '" + project + "'",
                "watchllm prices reprice");
        return new BlockLedger(server, inserting, subject, words, run);
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
    public static byte[] of(Head head, List<Correction> corrections) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
            for (var correction : corrections) {
                row(json, head, correction);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory takes every byte", impossible);
        }
        return bytes.toByteArray();
    }

    private static void row(JsonGenerator json, Head head, Correction correction) throws IOException {
        var key = correction.call().key();
        var group = correction.call().group();
        json.writeStartObject();
        json.writeStringField("project_id", head.project());
        json.writeNumberField("sequence", head.sequence());
        json.writeStringField("run_id", key.runId());
        json.writeStringField("timestamp", TIME.format(key.timestamp()));
        json.writeStringField("event_id", key.eventId());
        json.writeNumberField("source_partition", key.partition());
        json.writeNumberField("source_offset", key.offset());
        json.writeStringField("env", group.env());
        json.writeStringField("provider", group.provider());
        json.writeStringField("model", group.model());
        json.writeStringField("status", group.status());
        price(json, "before", correction.call().price());
        price(json, "after", correction.after());
        json.writeStringField("reprice_id", head.repriceId());
        json.writeArrayFieldStart("blocks_before");
        for (var blocks : head.before().blocks()) {
            json.writeNumber(blocks);
        }
        json.writeEndArray();
        json.writeStringField(
                "corrected_at", TIME.format(Instant.ofEpochMilli(head.before().atMillis())));
        json.writeEndObject();
    }

    private static void price(JsonGenerator json, String when, RowPrice price) throws IOException {
        text(
                json,
                "cost_" + when + "_usd",
                price.costUsd() == null ? null : price.costUsd().toPlainString());
        text(
                json,
                "cost_source_" + when,
                price.source() == null ? null : price.source().name());
        text(json, "price_version_" + when, price.version());
        json.writeArrayFieldStart("flags_" + when);
        for (var flag : price.flags()) {
            json.writeString(flag);
        }
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, text);
        }
    }
}

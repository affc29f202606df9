package io.watchllm.bench.queries;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Statements that make rows from their numbers: the same for the same recipe, whatever the schema. Times ascend with
 * the numbers, so that the chunks of a fill come in order, as in life.
 *
 * @param rows events in all
 * @param end time of the last events, but for the minutes that their runs take
 * @param texts what there is of recorded texts
 */
record RowRecipe(long rows, Instant end, RecordedTexts texts) {
    /** The tables that are filled; rollups follow by their views. */
    static final List<String> TABLES = List.of("events", "tool_calls", "agent_steps");

    /** How far back the first events lie: within the retention of every table, for a month more. */
    static final Duration RANGE = Duration.ofDays(60);

    private static final int SLOT_ROWS = 55;
    private static final long CHUNK_SLOTS_MIN = 1_000;
    private static final long CHUNK_SLOTS_MAX = 20_000;
    private static final int CHUNKS_MIN = 8;
    private static final int SEED = 20_261_126;
    private static final int TEXT_PERCENT = 5;
    private static final long ALERT_EVERY_MIN = 500;
    private static final long ALERT_EVERY_MAX = 50_000;
    private static final long ALERTS = 2_000;

    /** Numbers of events that are inserted together. */
    record Chunk(long first, long count) {}

    /** All numbers, in order. */
    List<Chunk> chunks() {
        var size = SLOT_ROWS * Math.clamp(slots() / CHUNKS_MIN, CHUNK_SLOTS_MIN, CHUNK_SLOTS_MAX);
        return LongStream.iterate(0, first -> first < rows, first -> first + size)
                .mapToObj(first -> new Chunk(first, Math.min(size, rows - first)))
                .toList();
    }

    /** The statement that inserts a table's rows of a chunk. */
    String insert(String table, String database, Chunk chunk) {
        var values = new TreeMap<>(Map.of(
                "database", database,
                "texts", RecordedTexts.DATABASE,
                "scripts", String.valueOf(texts.scripts()),
                "tool_texts", String.valueOf(texts.tools()),
                "first", String.valueOf(chunk.first()),
                "count", String.valueOf(chunk.count()),
                "total", String.valueOf(rows),
                "seed", String.valueOf(SEED),
                "text_percent", String.valueOf(TEXT_PERCENT),
                "slots", String.valueOf(slots())));
        values.put("begin_ms", String.valueOf(end.minus(RANGE).toEpochMilli()));
        values.put("span_ms", String.valueOf(RANGE.toMillis()));
        values.put("alert_every", String.valueOf(Math.clamp(rows / ALERTS, ALERT_EVERY_MIN, ALERT_EVERY_MAX)));
        return filled(
                Resource.text("fill/" + table + ".sql").replace("{{base}}", Resource.text("fill/base.sql")), values);
    }

    /** Tells recipes apart whose rows differ in more than their time. */
    String print() {
        var text = new StringBuilder();
        TABLES.forEach(table -> text.append(insert(table, "", new Chunk(0, 1)).replace(beginMs(), "")));
        return rows + "-" + Integer.toHexString(text.toString().hashCode());
    }

    private String beginMs() {
        return String.valueOf(end.minus(RANGE).toEpochMilli());
    }

    private long slots() {
        return Math.ceilDiv(rows, SLOT_ROWS);
    }

    private static String filled(String template, Map<String, String> values) {
        var text = template;
        for (var value : values.entrySet()) {
            text = text.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return text;
    }
}

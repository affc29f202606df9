package io.watchllm.delivery.table;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.delivery.core.StoredRows;
import java.time.Instant;
import java.util.List;

/**
 * Ledger of records that left Kafka before they were read, and whose loss an operator has accepted. Append-only; losses
 * that were accepted twice, or that grew meanwhile, overlap.
 */
public final class AcceptedLosses {
    /** The table. */
    public static final String TABLE = "accepted_losses";

    private AcceptedLosses() {}

    /**
     * An accepted loss.
     *
     * @param group consumer group that continues without the records
     * @param topicId its id
     * @param first first lost offset
     * @param next the offset after the last one
     */
    public record Loss(String group, String topic, String topicId, int partition, long first, long next) {
        /** Number of offsets, including transaction markers. */
        public long offsets() {
            return next - first;
        }
    }

    /**
     * End of the accepted losses after a committed offset; negative when there are none. They begin at or before that
     * offset, or after the open range: if that range has landed, it is not part of the loss.
     */
    static long upTo(ClickHouseConnection sql, String group, StoredRows.Question question) {
        var committed = question.committed();
        var open = question.open();
        var begin = open == null ? committed : open.to() + 1;
        return sql.first("SELECT toInt64(if(count() = 0, -1, max(next_offset))) AS up_to FROM " + sql.name(TABLE)
                        + " WHERE consumer_group = " + SqlLiteral.of(group) + " AND topic_id = "
                        + SqlLiteral.of(question.name().topicId()) + " AND source_partition = "
                        + question.name().partition() + " AND first_offset <= " + begin + " AND next_offset > "
                        + committed)
                .number("up_to");
    }

    /** All losses, in any order. */
    public static List<Loss> all(ClickHouseConnection sql) {
        return sql
                .query("SELECT consumer_group, topic, topic_id, source_partition, first_offset, next_offset FROM "
                        + sql.name(TABLE))
                .stream()
                .map(row -> new Loss(
                        row.text("consumer_group"),
                        row.text("topic"),
                        row.text("topic_id"),
                        (int) row.number("source_partition"),
                        row.number("first_offset"),
                        row.number("next_offset")))
                .toList();
    }

    /**
     * Adds a loss.
     *
     * @throws IllegalStateException when ClickHouse rejects it; the message says why
     */
    public static void add(ClickHouseConnection sql, Loss loss, Instant now) {
        sql.failingAs(failure -> new IllegalStateException(
                        "the loss was not accepted, and nothing was changed: " + failure.getMessage(), failure))
                .execute("INSERT INTO " + sql.name(TABLE)
                        + " (consumer_group, topic, topic_id, source_partition, first_offset, next_offset, accepted_at)"
                        + " SELECT " + SqlLiteral.of(loss.group()) + ", " + SqlLiteral.of(loss.topic()) + ", "
                        + SqlLiteral.of(loss.topicId()) + ", " + loss.partition() + ", " + loss.first() + ", "
                        + loss.next() + ", " + SqlLiteral.of(now));
    }
}

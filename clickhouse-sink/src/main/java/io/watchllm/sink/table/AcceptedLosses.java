package io.watchllm.sink.table;

import com.clickhouse.client.api.Client;
import io.watchllm.sink.core.StoredRows;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;

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
     * @param topic their topic
     * @param topicId its id
     * @param partition their partition
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
    static long upTo(Client client, String database, String group, StoredRows.Question question) {
        var committed = question.committed();
        var open = question.open();
        var begin = open == null ? committed : open.to() + 1;
        var found = client.queryAll(
                "SELECT toInt64(if(count() = 0, -1, max(next_offset))) AS up_to FROM `" + database + "`." + TABLE
                        + " WHERE consumer_group = {group:String} AND topic_id = {topic:String}"
                        + " AND source_partition = " + question.name().partition() + " AND first_offset <= " + begin
                        + " AND next_offset > " + committed,
                Map.of("group", group, "topic", question.name().topicId()));
        return found.getFirst().getLong("up_to");
    }

    /**
     * Adds a loss.
     *
     * @throws IllegalStateException when ClickHouse rejects it; the message says why
     */
    @SuppressWarnings("try") // closing a response that was read does not wait
    public static void add(Client client, String database, Loss loss, Instant now) {
        var row = "INSERT INTO `" + database + "`." + TABLE
                + " (consumer_group, topic, topic_id, source_partition, first_offset, next_offset, accepted_at) SELECT"
                + " {group:String}, {topic:String}, {topicId:String}, " + loss.partition() + ", " + loss.first() + ", "
                + loss.next() + ", fromUnixTimestamp64Milli(toInt64(" + now.toEpochMilli() + "))";
        Map<String, Object> texts = Map.of("group", loss.group(), "topic", loss.topic(), "topicId", loss.topicId());
        try (var _ = client.query(row, texts).get()) {
            // Nothing to read.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing to ClickHouse", interrupted);
        } catch (ExecutionException | RuntimeException refused) {
            throw refused(database, refused);
        } catch (Exception refused) {
            throw refused(database, refused);
        }
    }

    private static IllegalStateException refused(String database, Exception failure) {
        return new IllegalStateException(
                "ClickHouse does not take the loss into " + database + "." + TABLE + ": " + FailureText.of(failure)
                        + ". Nothing was changed",
                failure);
    }
}

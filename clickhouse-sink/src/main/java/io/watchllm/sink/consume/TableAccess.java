package io.watchllm.sink.consume;

import io.watchllm.delivery.core.StoredRows;
import io.watchllm.delivery.encode.SchemaSource;
import io.watchllm.delivery.encode.TableColumn;
import io.watchllm.delivery.kafka.LogReader;
import io.watchllm.delivery.table.LandedRows;
import io.watchllm.delivery.table.RowTimes;
import io.watchllm.delivery.table.TableReader.TableUnreadableException;
import io.watchllm.sink.table.ShardWriters;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Access of one loop to ClickHouse, Kafka and the registry; calls may block. */
public interface TableAccess {
    /** Exactly-once would not hold; the message says why, and how to fix it. */
    final class DedupNotGuaranteedException extends RuntimeException {
        public DedupNotGuaranteedException(List<String> gaps) {
            super("exactly-once would not hold: " + String.join("; ", gaps)
                    + ". Or set WATCHLLM_SINK_GUARANTEE=at_least_once to go on without");
        }
    }

    /**
     * The table in its current state, the same in every shard.
     *
     * @param writers write into its shards
     */
    record Opened(List<TableColumn> columns, ShardWriters writers) {}

    /**
     * Result of a look at the table.
     *
     * @param opened the table; null when it can't be used
     * @param trouble why it can't be used; empty when it can
     * @param operator whether only an operator can change that
     */
    record Look(@Nullable Opened opened, String trouble, boolean operator) {}

    /**
     * Reads the state of the table, at the start and whenever an operator may have changed something.
     *
     * @throws TableUnreadableException when the table can't be read
     * @throws DedupNotGuaranteedException when a repeated insert would not be deduplicated
     */
    Opened open();

    /** Looks at the table; reports every failure in the result instead of throwing it. */
    default Look look() {
        try {
            return new Look(open(), "", false);
        } catch (DedupNotGuaranteedException gaps) {
            return new Look(null, String.valueOf(gaps.getMessage()), true);
        } catch (TableUnreadableException trouble) {
            return new Look(null, String.valueOf(trouble.getMessage()), false);
        } catch (RuntimeException failure) {
            // Whatever it is, the table is checked again: waiting loses nothing.
            return new Look(null, "the table could not be looked at: " + failure, false);
        }
    }

    /**
     * Reads only the columns.
     *
     * @throws TableUnreadableException when the table can't be read
     */
    List<TableColumn> columns();

    /** Counts rows in the shard that stores new rows of the partition. */
    LandedRows landedRows();

    SchemaSource schemas();

    /**
     * Asks Kafka for a topic's id, and returns at once: a topic that is created again under its name has another id.
     */
    CompletableFuture<String> topicId(String topic);

    LogReader logs();

    /**
     * Counts the rows that the table stores of a partition; waits for the answer.
     *
     * @throws TableUnreadableException when the table can't be read
     */
    StoredRows storedRows(StoredRows.Question question);

    RowTimes rowTimes();
}

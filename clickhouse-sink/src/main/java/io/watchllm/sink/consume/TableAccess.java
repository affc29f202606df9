package io.watchllm.sink.consume;

import io.watchllm.sink.encode.SchemaSource;
import io.watchllm.sink.encode.TableColumn;
import io.watchllm.sink.write.LandedRows;
import io.watchllm.sink.write.RowTimes;
import io.watchllm.sink.write.ShardWriters;
import java.util.List;

/** Access of one loop to ClickHouse, Kafka and the registry; calls may block. */
public interface TableAccess {

    /**
     * The table in its current state, the same in every shard.
     *
     * @param columns its columns
     * @param writers write into its shards
     */
    record Opened(List<TableColumn> columns, ShardWriters writers) {}

    /**
     * Reads the state of the table, at the start and whenever an operator may have changed something.
     *
     * @throws io.watchllm.sink.write.TableReader.TableUnreadableException when the table can't be read
     * @throws io.watchllm.sink.write.DedupNotGuaranteedException when a repeated insert would not be deduplicated
     */
    Opened open();

    /**
     * Reads only the columns.
     *
     * @throws io.watchllm.sink.write.TableReader.TableUnreadableException when the table can't be read
     */
    List<TableColumn> columns();

    /** Counts rows in the shard that stores new rows of the partition. */
    LandedRows landedRows();

    SchemaSource schemas();

    TopicIds topicIds();

    LogReader logs();

    StoredRowsReader storedRows();

    RowTimes rowTimes();
}

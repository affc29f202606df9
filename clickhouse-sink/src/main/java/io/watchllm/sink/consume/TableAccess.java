package io.watchllm.sink.consume;

import io.watchllm.sink.encode.SchemaSource;
import io.watchllm.sink.encode.TableColumn;
import io.watchllm.sink.write.LandedRows;
import io.watchllm.sink.write.RowTimes;
import io.watchllm.sink.write.ShardWriters;
import java.util.List;

/** What a loop needs from outside, and may have to wait for. */
public interface TableAccess {

    /**
     * The table as it was found, the same in every shard.
     *
     * @param columns its columns
     * @param writers write into its shards
     */
    record Opened(List<TableColumn> columns, ShardWriters writers) {}

    /**
     * Looks at the table, at the start and whenever a person may have changed something.
     *
     * @throws io.watchllm.sink.write.TableReader.TableUnreadableException with what is in the way
     * @throws io.watchllm.sink.write.DedupNotGuaranteedException when a repeat would not be harmless
     */
    Opened open();

    /**
     * Looks at the columns alone.
     *
     * @throws io.watchllm.sink.write.TableReader.TableUnreadableException with what is in the way
     */
    List<TableColumn> columns();

    /** Asks the table itself, in the shard that new rows of the partition go to. */
    LandedRows landedRows();

    SchemaSource schemas();

    TopicIds topicIds();

    LogReader logs();

    StoredRowsReader storedRows();

    RowTimes rowTimes();
}

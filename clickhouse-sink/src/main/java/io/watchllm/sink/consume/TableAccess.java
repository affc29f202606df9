package io.watchllm.sink.consume;

import io.watchllm.sink.encode.SchemaSource;
import io.watchllm.sink.encode.TableColumn;
import io.watchllm.sink.write.BatchWriter;
import java.util.List;

/** What a loop needs from outside, and may have to wait for. */
public interface TableAccess {

    /**
     * The table as it was found.
     *
     * @param columns its columns
     * @param writer writes into it
     */
    record Opened(List<TableColumn> columns, BatchWriter writer) {}

    /**
     * Looks at the table for the first time.
     *
     * @throws io.watchllm.sink.write.TableReader.TableUnreadableException with what is in the way
     */
    Opened open();

    /**
     * Looks at the table again.
     *
     * @throws io.watchllm.sink.write.TableReader.TableUnreadableException with what is in the way
     */
    List<TableColumn> columns();

    SchemaSource schemas();

    TopicIds topicIds();
}

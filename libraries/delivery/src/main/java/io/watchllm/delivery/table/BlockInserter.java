package io.watchllm.delivery.table;

import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.clickhouse.BlockClient;
import io.watchllm.clickhouse.StatementException;
import io.watchllm.delivery.core.Outcome;
import io.watchllm.delivery.core.OutcomeRules;
import io.watchllm.delivery.encode.BlockBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes one attempt to insert one block. Thread-safe. */
public final class BlockInserter {
    private final BlockClient client;
    private final String table;
    private final Map<String, String> pinned;

    /**
     * @param table database and table, quoted
     * @param pinned settings of every insert
     */
    public BlockInserter(BlockClient client, String table, Map<String, String> pinned) {
        this.client = client;
        this.table = table;
        this.pinned = Map.copyOf(pinned);
    }

    /** Sends the block under the token; always returns an outcome. */
    public Outcome insert(BlockBuilder block, String token) {
        return insert(block.plan().columns(), block::writeTo, ClickHouseFormat.Native, token);
    }

    /**
     * Sends rows in any format as one block under the token; always returns an outcome.
     *
     * @param body writes the rows, the same each time
     */
    public Outcome insert(List<String> columns, DataStreamWriter body, ClickHouseFormat format, String token) {
        var settings = new HashMap<>(pinned);
        settings.put("insert_deduplication_token", token);
        try {
            client.insert(table, columns, body, format, settings);
            return new Outcome.Acked();
        } catch (StatementException failure) {
            // The client uses the same exception for a refused connection and for 502 and 503, so none of them is
            // certain: the same block is sent again, and nothing is lost.
            return failure.refused()
                    ? OutcomeRules.of(failure.code(), failure.reason(), failure.httpStatus())
                    : new Outcome.InDoubt(OutcomeRules.NO_CODE, failure.reason());
        }
    }
}

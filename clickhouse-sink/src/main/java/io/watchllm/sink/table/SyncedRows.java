package io.watchllm.sink.table;

import io.watchllm.delivery.core.DedupWindowCheck.Held;
import io.watchllm.delivery.core.Intent;
import io.watchllm.delivery.table.LandedRows;
import io.watchllm.delivery.table.TableReader;

/**
 * Counts rows of a range once the node has caught up with its replicas: only then can it say that rows are missing.
 * Thread-safe.
 */
public final class SyncedRows implements LandedRows {
    private final TableReader reader;
    private final ShardReader shard;
    private final boolean shared;

    /** @param shared whether it is a table of ClickHouse Cloud, whose nodes share parts */
    public SyncedRows(TableReader reader, ShardReader shard, boolean shared) {
        this.reader = reader;
        this.shard = shard;
        this.shared = shared;
    }

    @Override
    public Held held(int partition, Intent range) {
        if (shared) {
            return reader.heldByAllNodes(partition, range);
        }
        var held = reader.held(partition, range);
        if (held.rows() >= range.rows()) {
            return held;
        }
        shard.requireCaughtUp();
        return reader.held(partition, range);
    }
}

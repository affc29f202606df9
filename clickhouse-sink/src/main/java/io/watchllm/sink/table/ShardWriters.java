package io.watchllm.sink.table;

import io.watchllm.delivery.core.BlockCountSnapshot;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writers into the shards of a table: new rows of partition p go to shard p mod n, so that a row's shard is known
 * without a query. A range that was sent before goes to the same shard again, wherever that is in the list now.
 * Thread-safe.
 *
 * @param shards in the order of the settings; at least one
 */
public record ShardWriters(List<Shard> shards) {

    /**
     * One shard.
     *
     * @param name identity of its tables; empty when they can't be told apart from others
     * @param writer writes into it
     * @param counts block counts of its tables
     */
    public record Shard(String name, BatchWriter writer, BlockCountSnapshots counts) {}

    public ShardWriters {
        shards = List.copyOf(shards);
    }

    /**
     * The writer of a range.
     *
     * @param pinned the shard that the commit names; empty when it names none
     * @return null when no shard has that name
     */
    public @Nullable BatchWriter writer(int partition, String pinned) {
        if (pinned.isEmpty()) {
            return home(partition).writer();
        }
        return shards.stream()
                .filter(shard -> shard.name().equals(pinned))
                .map(Shard::writer)
                .findFirst()
                .orElse(null);
    }

    /** True when a range belongs to the shard that stores new rows of the partition. */
    public boolean atHome(int partition, String pinned) {
        return pinned.isEmpty() || home(partition).name().equals(pinned);
    }

    /** The latest block counts of the tables that store new rows of the partition; never waits. */
    public BlockCountSnapshot latestCounts(int partition) {
        return home(partition).counts().latest();
    }

    /** The names of all shards, for messages. */
    public String names() {
        return shards.stream().map(Shard::name).collect(Collectors.joining(", "));
    }

    private Shard home(int partition) {
        return shards.get(partition % shards.size());
    }
}

package io.watchllm.sink.write;

import io.watchllm.sink.core.BlockCountSnapshot;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The writers into the shards of a table: new rows of partition p go to shard p mod n, so that a row's shard is known
 * without asking. A range that was sent before goes where it was sent, wherever that stands among the shards now.
 * Thread-safe.
 *
 * @param shards in the order of the settings; at least one
 */
public record ShardWriters(List<Shard> shards) {

    /**
     * One shard.
     *
     * @param name what its tables are known by; empty when they can't be told apart from others
     * @param writer writes into it
     */
    public record Shard(String name, BatchWriter writer) {}

    public ShardWriters {
        shards = List.copyOf(shards);
    }

    /**
     * Who writes a range.
     *
     * @param pinned the shard that the commit names; empty when it names none
     * @return null when none of the shards is called so
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

    /** True when a range belongs to the shard that new rows of the partition go to. */
    public boolean atHome(int partition, String pinned) {
        return pinned.isEmpty() || home(partition).name().equals(pinned);
    }

    /** How far the tables were a moment ago that new rows of the partition go to; never waits. */
    public BlockCountSnapshot latestMark(int partition) {
        return home(partition).writer().latestMark();
    }

    /** The names of all, for a person. */
    public String names() {
        return shards.stream().map(Shard::name).collect(Collectors.joining(", "));
    }

    private Shard home(int partition) {
        return shards.get(partition % shards.size());
    }
}

package io.watchllm.delivery.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Block counts of the tables that a block reaches, at one moment. Taken before a range is first sent, it later shows
 * where the range went, and how many blocks may have pushed its token out of a table's deduplication window.
 *
 * @param shard identity of the shard's tables, in hexadecimal; empty when they can't be told apart from others
 * @param startedSeconds when the server was started, in seconds since 1970; 0 when that is not known
 * @param atMillis when the snapshot was taken
 * @param blocks upper bound of the blocks that each table has ever taken, in the order of the tables' names
 */
public record BlockCountSnapshot(String shard, long startedSeconds, long atMillis, List<Long> blocks) {
    /** Nothing is known: tokens compared with it may be forgotten. */
    public static final BlockCountSnapshot UNKNOWN = new BlockCountSnapshot(0, List.of());

    public BlockCountSnapshot {
        blocks = List.copyOf(blocks);
    }

    /** Snapshot without the identity of the tables and the start of the server. */
    public BlockCountSnapshot(long atMillis, List<Long> blocks) {
        this("", 0, atMillis, blocks);
    }

    /** Snapshot that only names the shard. */
    static BlockCountSnapshot of(String shard) {
        return new BlockCountSnapshot(shard, 0, 0, List.of());
    }

    /** The counts in the form of the commit metadata: {@code millis|started|blocks,blocks}. */
    String text() {
        return atMillis + "|" + startedSeconds + "|"
                + blocks.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static BlockCountSnapshot parse(String shard, String millis, String started, String blocks) {
        return new BlockCountSnapshot(
                shard,
                Long.parseLong(started),
                Long.parseLong(millis),
                Arrays.stream(blocks.split(",")).map(Long::valueOf).toList());
    }
}

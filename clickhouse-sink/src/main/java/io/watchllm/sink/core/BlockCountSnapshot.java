package io.watchllm.sink.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How far the tables that a block reaches had got at some moment: taken before a range is first sent, it tells later
 * where the range went, and how many blocks may have pushed its token out of a table's memory.
 *
 * @param shard what the tables are known by, in hexadecimal; empty when they can't be told apart from others
 * @param startedSeconds when the server was started, in seconds since 1970; 0 when that is not known
 * @param atMillis when
 * @param blocks blocks that each table had ever taken, or more; in the order of the tables' names
 */
public record BlockCountSnapshot(String shard, long startedSeconds, long atMillis, List<Long> blocks) {
    /** Nothing is known: whatever is compared with it may be forgotten. */
    public static final BlockCountSnapshot UNKNOWN = new BlockCountSnapshot(0, List.of());

    public BlockCountSnapshot {
        blocks = List.copyOf(blocks);
    }

    /** Of tables that can't be told apart from others, of a server whose start is not known. */
    public BlockCountSnapshot(long atMillis, List<Long> blocks) {
        this("", 0, atMillis, blocks);
    }

    /** Only where the range went. */
    static BlockCountSnapshot of(String shard) {
        return new BlockCountSnapshot(shard, 0, 0, List.of());
    }

    /** How far the tables were, as it stands in the metadata of a commit: {@code millis|started|blocks,blocks}. */
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

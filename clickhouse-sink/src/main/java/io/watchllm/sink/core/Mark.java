package io.watchllm.sink.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How far the tables that a block reaches had got at some moment: taken before a range is first sent, it tells later
 * how many blocks may have pushed the range's token out of a table's memory.
 *
 * @param atMillis when
 * @param blocks blocks that each table had ever taken, or more; in the order of the tables' names
 */
public record Mark(long atMillis, List<Long> blocks) {
    /** Nothing is known: whatever is compared with it may be forgotten. */
    public static final Mark UNKNOWN = new Mark(0, List.of());

    public Mark {
        blocks = List.copyOf(blocks);
    }

    /** As it stands in the metadata of a commit: {@code millis|blocks,blocks}. */
    String text() {
        return atMillis + "|" + blocks.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static Mark parse(String millis, String blocks) {
        return new Mark(
                Long.parseLong(millis),
                Arrays.stream(blocks.split(",")).map(Long::valueOf).toList());
    }
}

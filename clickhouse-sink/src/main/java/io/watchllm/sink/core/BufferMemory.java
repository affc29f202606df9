package io.watchllm.sink.core;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/**
 * Decides which partitions of a table may read while its buffers are full. A range that is read again can't be split,
 * so one at a time is read to its end: at most that one range exceeds the bound, and each completes in turn.
 */
public final class BufferMemory {
    private BufferMemory() {}

    /**
     * Memory use of a partition.
     *
     * @param repeating whether an open range is being read again
     * @param sealed whether a batch waits or is under way, which frees its bytes when it has landed
     * @param bytes bytes of its buffers
     */
    public record Use(boolean repeating, boolean sealed, long bytes) {}

    /** The partitions that may read; all of them unless the buffers are full. */
    public static <P> Set<P> readers(Map<P, Use> uses, boolean full) {
        if (!full) {
            return uses.keySet();
        }
        if (uses.values().stream().anyMatch(Use::sealed)) {
            return Set.of();
        }
        return uses.entrySet().stream()
                .filter(use -> use.getValue().repeating())
                .max(Comparator.comparingLong(use -> use.getValue().bytes()))
                .map(use -> Set.of(use.getKey()))
                .orElse(Set.of());
    }
}

package io.watchllm.sink.core;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Leader epochs of the records that were read from a partition. Each commit includes the epoch of the record before its
 * offset, so that a log that was truncated by an unclean election and rewritten can be told from the one that was read.
 * Holds one entry for each epoch, of which there are few.
 */
public final class LeaderEpochs {
    /** Epochs by the first offset after a record of the epoch. */
    private final TreeMap<Long, Integer> epochs = new TreeMap<>();

    /** @param epoch epoch of the record before {@code offset} according to the commit; null when it has none */
    public LeaderEpochs(long offset, @Nullable Integer epoch) {
        if (epoch != null) {
            epochs.put(offset, epoch);
        }
    }

    /** Notes that this leader wrote the record that was read. */
    public void read(long offset, int epoch) {
        var known = before(offset + 1);
        if (known == null || known != epoch) {
            epochs.put(offset + 1, epoch);
        }
    }

    /** Epoch of the last record before this offset; null when it is not known. */
    public @Nullable Integer before(long offset) {
        var entry = epochs.floorEntry(offset);
        return entry == null ? null : entry.getValue();
    }

    /** Drops epochs that are only needed before this offset. */
    public void forgetBefore(long offset) {
        var needed = epochs.floorKey(offset);
        if (needed != null) {
            epochs.headMap(needed, false).clear();
        }
    }
}

package io.watchllm.sink.core;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which leader wrote what of a partition. Whoever commits an offset says the epoch of the record before it, so that a
 * log that was cut by an unclean election, and written anew, is told from the one that was read. Holds one entry for
 * each epoch, of which there are few.
 */
public final class LeaderEpochs {
    /** By the first offset behind a record of the epoch. */
    private final TreeMap<Long, Integer> epochs = new TreeMap<>();

    /** @param epoch that of the record before {@code offset}, as the commit says; null when it does not say */
    public LeaderEpochs(long offset, @Nullable Integer epoch) {
        if (epoch != null) {
            epochs.put(offset, epoch);
        }
    }

    /** A record was read that this leader wrote. */
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

    /** What lies before this offset is asked for no more. */
    public void forgetBefore(long offset) {
        var needed = epochs.floorKey(offset);
        if (needed != null) {
            epochs.headMap(needed, false).clear();
        }
    }
}
